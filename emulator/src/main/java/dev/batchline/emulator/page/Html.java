package dev.batchline.emulator.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An element of a page, or a few of them.
 *
 * <p>All that isn't a tag's or an attribute's name is escaped when it is written, and secrets in it
 * are masked, so that what a task prints or is called stays text.
 */
final class Html {

  private static final Set<String> VOID = Set.of("meta", "link", "input", "br");

  private final String name;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<Object> children = new ArrayList<>();

  private Html(String name) {
    this.name = name;
  }

  /** An element without attributes and content. */
  static Html tag(String name) {
    return new Html(name);
  }

  /** Elements and texts in a row. */
  static Html fragment(Html... parts) {
    return new Html("").add(parts);
  }

  static Html text(String text) {
    return new Html("").add(text);
  }

  Html attribute(String attribute, String value) {
    attributes.put(attribute, value);
    return this;
  }

  /** The classes that style it. */
  Html looks(String classes) {
    return attribute("class", classes);
  }

  Html add(String text) {
    children.add(text);
    return this;
  }

  Html add(Html... parts) {
    children.addAll(List.of(parts));
    return this;
  }

  Html add(List<Html> parts) {
    children.addAll(parts);
    return this;
  }

  @Override
  public String toString() {
    StringBuilder html = new StringBuilder();
    write(html);
    return html.toString();
  }

  private void write(StringBuilder html) {
    if (!name.isEmpty()) {
      html.append('<').append(name);
      attributes.forEach(
          (attribute, value) -> {
            html.append(' ').append(attribute).append("=\"");
            escape(Secrets.masked(value), html);
            html.append('"');
          });
      html.append('>');
    }
    for (Object child : children) {
      if (child instanceof Html element) {
        element.write(html);
      } else {
        escape(Secrets.masked((String) child), html);
      }
    }
    if (!name.isEmpty() && !VOID.contains(name)) {
      html.append("</").append(name).append('>');
    }
  }

  private static void escape(String text, StringBuilder html) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        default -> html.append(c);
      }
    }
  }
}
