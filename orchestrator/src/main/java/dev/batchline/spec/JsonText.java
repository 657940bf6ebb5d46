package dev.batchline.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.spec.SourceNode.Mapping;
import dev.batchline.spec.SourceNode.Scalar;
import dev.batchline.spec.SourceNode.Sequence;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Writes nodes as JSON. */
final class JsonText {

  private static final JsonNodeFactory FACTORY = JsonNodeFactory.instance;

  private JsonText() {}

  static String of(SourceNode node) {
    return json(node).toString();
  }

  private static JsonNode json(SourceNode node) {
    if (node instanceof Mapping mapping) {
      ObjectNode object = FACTORY.objectNode();
      mapping.entries().forEach(entry -> object.set(entry.key(), json(entry.value())));
      return object;
    }
    if (node instanceof Sequence sequence) {
      ArrayNode array = FACTORY.arrayNode();
      sequence.items().forEach(item -> array.add(json(item)));
      return array;
    }
    Scalar scalar = (Scalar) node;
    return switch (scalar.kind()) {
      case NOTHING -> FACTORY.nullNode();
      case BOOLEAN -> FACTORY.booleanNode(scalar.text().equalsIgnoreCase("true"));
      case INTEGER -> FACTORY.numberNode(new BigInteger(scalar.text()));
      case NUMBER -> FACTORY.numberNode(new BigDecimal(scalar.text()));
      case TEXT -> FACTORY.textNode(scalar.text());
    };
  }
}
