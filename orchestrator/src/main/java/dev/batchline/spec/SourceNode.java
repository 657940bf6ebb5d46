package dev.batchline.spec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A value as it stands in a YAML or JSON file, with its place. */
sealed interface SourceNode {

  Position at();

  /** What it is, for messages: "a list", "the text "abc"". */
  String describe();

  /**
   * One value.
   *
   * @param quoted whether it is text whatever it looks like
   * @param raw as it stands in the file, with quotes and escapes
   */
  record Scalar(String text, boolean quoted, String raw, Position at) implements SourceNode {

    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern NUMBER =
        Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final int LONGEST_SHOWN = 60;

    /** What a value is by the rules of YAML 1.2, in which {@code no} is a text. */
    Kind kind() {
      if (quoted) {
        return Kind.TEXT;
      }
      return switch (text) {
        case "", "~", "null", "Null", "NULL" -> Kind.NOTHING;
        case "true", "True", "TRUE", "false", "False", "FALSE" -> Kind.BOOLEAN;
        default -> {
          if (INTEGER.matcher(text).matches()) {
            yield Kind.INTEGER;
          }
          yield NUMBER.matcher(text).matches() ? Kind.NUMBER : Kind.TEXT;
        }
      };
    }

    /** The place of the {@code n}-th occurrence, from 0, of a text that needs no escape. */
    Position placeOf(String part, int n) {
      int offset = raw.indexOf(part);
      for (int i = 0; i < n && offset >= 0; i++) {
        offset = raw.indexOf(part, offset + part.length());
      }
      return offset < 0 ? at : at.advance(raw, offset);
    }

    @Override
    public String describe() {
      return switch (kind()) {
        case NOTHING -> "nothing";
        case BOOLEAN -> text;
        case INTEGER, NUMBER -> "the number " + text;
        case TEXT -> "the text " + quote(text);
      };
    }

    /** A text in quotes, on one line, shortened when it is long. */
    static String quote(String text) {
      String line = text.strip().replace("\n", "\\n").replace("\r", "").replace("\t", "\\t");
      return line.length() <= LONGEST_SHOWN
          ? "\"" + line + "\""
          : "\"" + line.substring(0, LONGEST_SHOWN) + "…\"";
    }
  }

  /** What a scalar can be. */
  enum Kind {
    NOTHING,
    BOOLEAN,
    INTEGER,
    NUMBER,
    TEXT
  }

  /** A list. */
  record Sequence(List<SourceNode> items, Position at) implements SourceNode {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String describe() {
      return items.isEmpty() ? "an empty list" : "a list";
    }
  }

  /** A mapping; its keys differ. */
  record Mapping(List<Entry> entries, Position at) implements SourceNode {
    public Mapping {
      entries = List.copyOf(entries);
    }

    Optional<Entry> entry(String key) {
      return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }

    Optional<SourceNode> value(String key) {
      return entry(key).map(Entry::value);
    }

    @Override
    public String describe() {
      return "a mapping";
    }
  }

  /** A key of a mapping with its value. */
  record Entry(String key, Position at, SourceNode value) {}
}
