package dev.batchline.spec;

import java.util.Optional;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** A syntax error of YAML in words for people, judged by what stands at its place. */
record YamlMistake(Position at, String message, String suggestion) {

  static YamlMistake of(String text, MarkedYAMLException error) {
    Mark mark = Optional.ofNullable(error.getProblemMark()).orElseGet(error::getContextMark);
    Position at = new Position(mark.getLine() + 1, mark.getColumn() + 1);
    String line = text.lines().skip(mark.getLine()).findFirst().orElse("");
    char here = mark.getColumn() < line.length() ? line.charAt(mark.getColumn()) : '\n';
    String before = line.substring(0, Math.min(mark.getColumn(), line.length()));
    if (here == '\t' && before.isBlank()) {
      return new YamlMistake(at, "this line is indented with a tab", "Indent with spaces.");
    }
    if (line.contains("${{")) {
      return new YamlMistake(
          at,
          "this line is not YAML: " + error.getProblem(),
          "Put quotes around a value that holds ${{ }}, at least inside { } and [ ].");
    }
    if (before.endsWith("*")) {
      return new YamlMistake(
          new Position(at.line(), at.column() - 1),
          "a value can't begin with * here: YAML takes it for an alias",
          "Put quotes around it.");
    }
    if (here == '%' || here == '@' || here == '`') {
      return new YamlMistake(at, "a value can't begin with " + here, "Put quotes around it.");
    }
    if (line.stripLeading().startsWith("---") || line.stripLeading().startsWith("...")) {
      return new YamlMistake(
          at, "a second document begins here", "Keep one job in each file; remove the \"---\".");
    }
    return opening(text, error)
        .map(open -> unclosed(text, at, open, error.getContextMark()))
        .orElseGet(
            () ->
                new YamlMistake(
                    at, "this is not YAML: " + error.getProblem(), hint(error, before, here)));
  }

  void addTo(Problems problems) {
    problems.add(at, message, suggestion);
  }

  /** The bracket or quote within which the parser stumbled. */
  private static Optional<Character> opening(String text, MarkedYAMLException error) {
    Mark mark = error.getContextMark();
    if (mark == null) {
      return Optional.empty();
    }
    int offset = text.offsetByCodePoints(0, mark.getIndex());
    char c = offset < text.length() ? text.charAt(offset) : ' ';
    return "[{\"'".indexOf(c) >= 0 ? Optional.of(c) : Optional.empty();
  }

  private static YamlMistake unclosed(String text, Position at, char open, Mark opened) {
    boolean quote = open == '"' || open == '\'';
    boolean atEnd = Position.START.advance(text, text.length()).line() == at.line() || quote;
    String place = "line %d, column %d".formatted(opened.getLine() + 1, opened.getColumn() + 1);
    return new YamlMistake(
        atEnd ? new Position(opened.getLine() + 1, opened.getColumn() + 1) : at,
        quote
            ? "this quote is never closed"
            : "expected a comma, or the end of what \"" + open + "\" in " + place + " begins",
        quote ? "Close it, or double quotes that stand within it." : "Check commas and brackets.");
  }

  private static String hint(MarkedYAMLException error, String before, char here) {
    if (here == ':' && before.contains(": ")) {
      return "Put quotes around a value that holds a colon followed by a blank.";
    }
    Mark context = error.getContextMark();
    return context == null
        ? "Check indentation, quotes and brackets here and in the lines before."
        : "Does the indentation fit that of line %d?".formatted(context.getLine() + 1);
  }
}
