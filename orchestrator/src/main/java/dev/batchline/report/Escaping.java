package dev.batchline.report;

/** Makes text of tasks, job files and services harmless in the forms a report is written in. */
final class Escaping {

  private Escaping() {}

  /** For text and for quoted attributes of HTML. */
  static String html(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(isPrintable(c) ? c : '\uFFFD');
      }
    }
    return escaped.toString();
  }

  /** For a cell of a Markdown table: one line, no markup, no HTML. */
  static String markdownCell(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        escaped.append(' ');
      } else if ("\\`*_{}[]<>#|!~".indexOf(c) >= 0) {
        escaped.append(c == '<' ? "&lt;" : "\\" + c);
      } else {
        escaped.append(isPrintable(c) ? c : '\uFFFD');
      }
    }
    return escaped.toString();
  }

  /** For a fenced block of Markdown: no line of it can close the fence. */
  static String markdownBlock(String text) {
    return "~~~~~~text\n" + neutral(text).replace("~~~", "~ ~ ~") + "\n~~~~~~\n";
  }

  /** Characters that XML 1.0 and terminals can't show are replaced. */
  static String neutral(String text) {
    StringBuilder neutral = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        neutral.append(c).append(text.charAt(++i));
      } else {
        neutral.append(isPrintable(c) && !Character.isSurrogate(c) ? c : '\uFFFD');
      }
    }
    return neutral.toString();
  }

  private static boolean isPrintable(char c) {
    return c == '\n' || c == '\t' || (c >= ' ' && c != 0x7F && c != 0xFFFE && c != 0xFFFF);
  }
}
