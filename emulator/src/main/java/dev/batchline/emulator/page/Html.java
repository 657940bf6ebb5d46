package dev.batchline.emulator.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Builds one page; every text goes through {@link #escape}, so that what a task prints or is called
 * stays text.
 */
final class Html {

  /** Signatures of links to storage, which are nobody's to see. */
  private static final Pattern SIGNATURE = Pattern.compile("(?i)([?&]sig=)[^&\"'\\s]+");

  private final StringBuilder html = new StringBuilder();

  Html(String title) {
    html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta http-equiv=\"refresh\" content=\"3\"><title>")
        .append(escape(title))
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head><body><h1><a href=\"/\">Batch emulator</a></h1>");
  }

  static String escape(String text) {
    return SIGNATURE
        .matcher(text)
        .replaceAll("$1...")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** A link; each part of the path is encoded. */
  static String link(String text, String... path) {
    StringBuilder href = new StringBuilder();
    for (String part : path) {
      href.append('/').append(URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"));
    }
    return "<a href=\"" + href + "\">" + escape(text) + "</a>";
  }

  Html heading(String text) {
    html.append("<h2>").append(escape(text)).append("</h2>");
    return this;
  }

  Html paragraph(String text) {
    html.append("<p>").append(escape(text)).append("</p>");
    return this;
  }

  Html block(String text) {
    html.append("<pre>").append(escape(text)).append("</pre>");
    return this;
  }

  /** A line of links and the like, which is HTML already. */
  Html raw(String line) {
    html.append("<p>").append(line).append("</p>");
    return this;
  }

  /**
   * A table.
   *
   * @param rows cells that are HTML already
   */
  Html table(List<String> heads, List<List<String>> rows) {
    html.append("<table><tr>");
    heads.forEach(head -> html.append("<th>").append(escape(head)).append("</th>"));
    html.append("</tr>");
    for (List<String> row : rows) {
      html.append("<tr>");
      row.forEach(cell -> html.append("<td>").append(cell).append("</td>"));
      html.append("</tr>");
    }
    html.append("</table>");
    return this;
  }

  @Override
  public String toString() {
    return html + "</body></html>";
  }

  private static final String STYLE =
      """
      body{font:14px system-ui,sans-serif;margin:2em;max-width:75em}
      h1{font-size:1.2em}h2{font-size:1.05em;margin-top:1.6em}
      table{border-collapse:collapse}td,th{text-align:left;padding:.25em .9em .25em 0;border-bottom:1px solid #ddd}
      pre{background:#f5f5f5;padding:.8em;overflow:auto;max-height:30em}
      i{display:inline-block;width:.8em;height:.8em;margin:0 1px;background:#aaa}
      i.idle{background:#8bc34a}i.running{background:#2196f3}i.creating,i.starting,i.waitingforstarttask{background:#ffc107}
      i.unusable,i.starttaskfailed,i.preempted,i.unknown{background:#e53935}
      """;
}
