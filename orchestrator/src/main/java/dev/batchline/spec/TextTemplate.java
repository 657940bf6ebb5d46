package dev.batchline.spec;

import dev.batchline.spec.SourceNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text with names in <code>${{ }}</code> that are replaced by values.
 *
 * <p>All else stays as it is: <code>$x</code>, <code>${x}</code> and <code>$(x)</code> are the
 * shell's.
 */
public final class TextTemplate {

  static final String OPENING = "${{";
  private static final String CLOSING = "}}";
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  private final List<Part> parts;

  private TextTemplate(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** A piece of the text, or the name of what stands in its place. */
  private sealed interface Part {
    record Text(String text) implements Part {}

    record Name(String name, Position at) implements Part {}
  }

  /** Splits a text; what isn't a name in <code>${{ }}</code> is a problem and drops out. */
  static TextTemplate parse(Scalar source, Problems problems) {
    String text = source.text();
    List<Part> parts = new ArrayList<>();
    int from = 0;
    int occurrence = 0;
    for (int open = text.indexOf(OPENING); open >= 0; open = text.indexOf(OPENING, from)) {
      parts.add(new Part.Text(text.substring(from, open)));
      Position at = source.placeOf(OPENING, occurrence++);
      int close = text.indexOf(CLOSING, open);
      if (close < 0) {
        problems.add(at, "\"${{\" without \"}}\" after it", "Write ${{ name }}.");
        return new TextTemplate(parts);
      }
      String name = text.substring(open + OPENING.length(), close).strip();
      if (NAME.matcher(name).matches()) {
        parts.add(new Part.Name(name, at));
      } else {
        problems.add(
            at,
            name.isEmpty() ? "${{ }} without a name in it" : "\"" + name + "\" is not a name",
            "Only a name can stand in ${{ }}, such as ${{ parameters.x }}.");
      }
      from = close + CLOSING.length();
    }
    parts.add(new Part.Text(text.substring(from)));
    return new TextTemplate(parts);
  }

  /** A template that is this text, whatever it holds. */
  static TextTemplate literal(String text) {
    return new TextTemplate(List.of(new Part.Text(text)));
  }

  /** The names in it with the place of the first use of each. */
  Map<String, Position> names() {
    return parts.stream()
        .filter(Part.Name.class::isInstance)
        .map(Part.Name.class::cast)
        .collect(
            Collectors.toMap(
                Part.Name::name,
                Part.Name::at,
                (first, again) -> first,
                java.util.LinkedHashMap::new));
  }

  /** Puts in what is known already; other names stay. */
  TextTemplate fill(Map<String, String> values) {
    List<Part> filled = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Part.Name name && !values.containsKey(name.name())) {
        filled.add(new Part.Text(text.toString()));
        text.setLength(0);
        filled.add(name);
      } else {
        text.append(part instanceof Part.Name name ? values.get(name.name()) : textOf(part));
      }
    }
    filled.add(new Part.Text(text.toString()));
    return new TextTemplate(filled);
  }

  /**
   * The text with all names replaced.
   *
   * @param values the value of each name that is still in it
   */
  public String render(UnaryOperator<String> values) {
    if (parts.size() == 1) {
      return textOf(parts.get(0));
    }
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      text.append(part instanceof Part.Name name ? values.apply(name.name()) : textOf(part));
    }
    return text.toString();
  }

  /** The text that stands before the first name. */
  String beginning() {
    return textOf(parts.get(0));
  }

  /** The text with a stand-in for each name, for checks of its form. */
  String withPlaceholders() {
    return render(name -> "x");
  }

  Set<String> nameSet() {
    return names().keySet();
  }

  private static String textOf(Part part) {
    return part instanceof Part.Text text ? text.text() : "";
  }
}
