package dev.batchline.emulator.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one body by the table; see {@link Bodies}. */
final class BodyReader {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Bodies bodies;

  BodyReader(Bodies bodies) {
    this.bodies = bodies;
  }

  ObjectNode read(String block, ObjectNode sent) {
    Map<String, BodyMember> members = bodies.members(block);
    rejectUnknown(sent, members);
    ObjectNode read = JSON.objectNode();
    for (BodyMember member : members.values()) {
      JsonNode value = sent.get(member.name());
      if (value == null || value.isNull()) {
        if (member.required()) {
          throw ErrorCode.MISSING_REQUIRED_PROPERTY.error(Map.of("PropertyName", member.name()));
        }
        member.fallback().ifPresent(f -> put(read, member, value(member.name(), member.type(), f)));
      } else {
        put(read, member, value(member.name(), member.type(), value));
      }
    }
    return read;
  }

  private static void put(ObjectNode read, BodyMember member, JsonNode value) {
    if (!value.isMissingNode()) {
      read.set(member.name(), value);
    }
  }

  private static void rejectUnknown(ObjectNode sent, Map<String, BodyMember> members) {
    for (Map.Entry<String, JsonNode> entry : sent.properties()) {
      String name = entry.getKey();
      if (!members.containsKey(name) && !name.startsWith("odata.") && !entry.getValue().isNull()) {
        throw ErrorCode.INVALID_REQUEST_BODY.error(
            Map.of("Reason", "The property '" + name + "' does not exist."));
      }
    }
  }

  private JsonNode value(String name, String type, JsonNode sent) {
    if (type.startsWith("[")) {
      return list(name, type.substring(1, type.length() - 1), sent);
    }
    if (bodies.isBlock(type)) {
      return read(type, need(sent instanceof ObjectNode object ? object : null, name));
    }
    if (type.startsWith("str(")) {
      return shortText(name, type, text(name, sent));
    }
    if (type.indexOf('|') > 0) {
      return choice(name, type, sent);
    }
    return switch (type) {
      case "any", "map" -> sent.deepCopy();
      case "secret" -> JSON.missingNode();
      case "bool" -> need(sent.isBoolean() ? sent : null, name);
      case "i32" -> need(sent.isIntegralNumber() && sent.canConvertToInt() ? sent : null, name);
      case "i64" -> need(sent.isIntegralNumber() || sent.isTextual() ? sent : null, name);
      case "dbl" -> need(sent.isNumber() ? sent : null, name);
      case "dur" -> duration(name, text(name, sent));
      case "time" -> time(name, text(name, sent));
      case "key" -> key(text(name, sent));
      case "text" -> notBlank(name, text(name, sent));
      case "retries" -> retries(name, value(name, "i32", sent));
      case "hex" -> TextNode.valueOf(text(name, sent).toLowerCase(Locale.ROOT));
      case "id" -> id(name, text(name, sent));
      case "str" -> need(sent.isTextual() ? sent : null, name);
      default -> choice(name, type, sent);
    };
  }

  private ArrayNode list(String name, String type, JsonNode sent) {
    ArrayNode list = JSON.arrayNode();
    for (JsonNode element : need(sent.isArray() ? sent : null, name)) {
      list.add(value(name, type, element));
    }
    return list;
  }

  private static JsonNode choice(String name, String type, JsonNode sent) {
    String text = text(name, sent);
    for (String one : type.split("\\|", -1)) {
      if (one.equalsIgnoreCase(text)) {
        return TextNode.valueOf(one);
      }
    }
    throw ErrorCode.invalidValue(name, text, "The value must be one of " + type + ".");
  }

  private static JsonNode duration(String name, String text) {
    Optional<Duration> duration = WireTime.duration(text);
    if (duration.isEmpty()) {
      throw ErrorCode.invalidValue(name, text, "The value must be an ISO 8601 duration.");
    }
    if (duration.get().isNegative()) {
      throw ErrorCode.invalidValue(name, text, "The value must not be negative.");
    }
    return TextNode.valueOf(WireTime.text(duration.get()));
  }

  private static JsonNode time(String name, String text) {
    return WireTime.time(text)
        .map(time -> TextNode.valueOf(WireTime.text(time)))
        .orElseThrow(
            () -> ErrorCode.invalidValue(name, text, "The value must be a date and time."));
  }

  /** The type says how long it may be: {@code str(1024)}. */
  private static JsonNode shortText(String name, String type, String text) {
    int most = Integer.parseInt(type.substring("str(".length(), type.length() - 1));
    if (text.length() > most) {
      throw ErrorCode.invalidValue(
          name, text.substring(0, most), "The value has at most " + most + " characters.");
    }
    return TextNode.valueOf(text);
  }

  private static JsonNode notBlank(String name, String text) {
    if (text.isBlank()) {
      throw ErrorCode.invalidValue(name, text, "The value must not be empty.");
    }
    return TextNode.valueOf(text);
  }

  private static JsonNode retries(String name, JsonNode count) {
    if (count.intValue() < -1) {
      throw ErrorCode.invalidValue(name, count.asText(), "The value must be at least -1.");
    }
    return count;
  }

  private static JsonNode key(String text) {
    if (text.isEmpty()) {
      throw ErrorCode.EMPTY_METADATA_KEY.error();
    }
    return TextNode.valueOf(text);
  }

  private static JsonNode id(String name, String text) {
    if (!Ids.valid(text)) {
      throw ErrorCode.invalidValue(
          name, text, "An id has 1 to 64 letters, digits, hyphens and underscores.");
    }
    return TextNode.valueOf(text);
  }

  private static String text(String name, JsonNode sent) {
    return need(sent.isTextual() ? sent : null, name).textValue();
  }

  private static <T> T need(@Nullable T value, String name) {
    if (value == null) {
      throw ErrorCode.INVALID_REQUEST_BODY.error(
          Map.of("Reason", "The value of the property '" + name + "' has the wrong type."));
    }
    return value;
  }
}
