package dev.batchline.spec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.batchline.spec.SourceNode.Entry;
import dev.batchline.spec.SourceNode.Mapping;
import dev.batchline.spec.SourceNode.Scalar;
import dev.batchline.spec.SourceNode.Sequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parses JSON into nodes that know their place. */
final class JsonSource {

  private final String text;
  private final JsonParser parser;
  private final Problems problems;

  private JsonSource(String text, JsonParser parser, Problems problems) {
    this.text = text;
    this.parser = parser;
    this.problems = problems;
  }

  /** The document, or nothing after a problem was added. */
  static Optional<SourceNode> parse(String text, Problems problems) {
    if (text.isBlank()) {
      problems.add(Position.START, "the file is empty", "");
      return Optional.empty();
    }
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      parser.nextToken();
      SourceNode document = new JsonSource(text, parser, problems).value();
      if (parser.nextToken() != null) {
        problems.add(
            place(parser.currentTokenLocation()), "more follows after the end of the JSON", "");
      }
      return Optional.of(document);
    } catch (JsonProcessingException e) {
      problems.add(
          place(e.getLocation()),
          "this is not JSON: " + inShort(e.getOriginalMessage()),
          "Check quotes, commas and brackets here and in the lines before.");
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("reading from a text in memory can't fail", e);
    }
  }

  private SourceNode value() throws IOException {
    Position at = place(parser.currentTokenLocation());
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(at);
      case START_ARRAY -> sequence(at);
      default -> scalar(at);
    };
  }

  private Scalar scalar(Position at) throws IOException {
    int from = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
    String value = parser.getText();
    int to = Math.toIntExact(parser.currentLocation().getCharOffset());
    boolean quoted = parser.currentToken() == JsonToken.VALUE_STRING;
    return new Scalar(value, quoted, text.substring(from, Math.min(to, text.length())), at);
  }

  private Sequence sequence(Position at) throws IOException {
    List<SourceNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value());
    }
    return new Sequence(items, at);
  }

  private Mapping mapping(Position at) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      Position keyAt = place(parser.currentTokenLocation());
      parser.nextToken();
      Entry entry = new Entry(key, keyAt, value());
      if (entries.putIfAbsent(key, entry) != null) {
        problems.add(keyAt, "\"" + key + "\" is given twice", "Keep one of them.");
      }
    }
    return new Mapping(List.copyOf(entries.values()), at);
  }

  private static Position place(JsonLocation location) {
    return new Position(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }

  /** The parser's words without what it says of its own workings. */
  private static String inShort(String message) {
    return message
        .lines()
        .findFirst()
        .orElse("")
        .replaceFirst(": expected a valid value.*", "")
        .replaceFirst(" \\(start marker.*", "");
  }
}
