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
    return new YamlMistake(at, "this is not YAML: " + reason(error), hint(before, here));
  }

  void addTo(Problems problems) {
    problems.add(at, message, suggestion);
  }

  private static String reason(MarkedYAMLException error) {
    String problem = String.valueOf(error.getProblem());
    return error.getContext() == null ? problem : error.getContext() + ", " + problem;
  }

  private static String hint(String before, char here) {
    if (here == ':' && before.contains(": ")) {
      return "Put quotes around a value that holds a colon followed by a blank.";
    }
    return "Check indentation, quotes and brackets here and in the lines before.";
  }
}
