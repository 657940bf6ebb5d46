package dev.batchline.autoscale.simulation;

import dev.batchline.autoscale.Evaluation;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** A simulation as one HTML page that needs nothing else: figures, charts, every evaluation. */
public final class SimulationPage {

  private static final int WIDTH = 960;
  private static final int HEIGHT = 180;
  private static final String STYLE =
      """
      body{font:15px/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
      h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}
      table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.25rem .6rem .25rem 0;border-bottom:1px solid #d8dee4;vertical-align:top}
      th{font-weight:600;white-space:nowrap}td.results{font:12px/1.4 ui-monospace,monospace;word-break:break-word}
      svg{width:100%;height:auto;background:#f6f8fa}.failed{color:#b3261e}figcaption{color:#57606a}figure{margin:0}
      polyline{fill:none;stroke-width:1.5}
      @media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}svg{background:#161b22}th,td{border-color:#30363d}figcaption{color:#8d96a0}.failed{color:#ff7b72}}
      """;

  private SimulationPage() {}

  /** A line of a chart. */
  private record Series(String name, String colour, ToDoubleFunction<Point> value) {}

  /**
   * @param title what was simulated, such as a template's name
   */
  public static String of(String title, SimulationResult result) {
    String heading = escape(title);
    return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width\"><title>"
        + heading
        + "</title><style>"
        + STYLE
        + "</style></head><body><h1>"
        + heading
        + "</h1>\n"
        + figures(result)
        + chart(
            result,
            "Nodes",
            List.of(
                new Series("wanted", "#8250df", Point::targetNodes),
                new Series("there", "#0969da", Point::nodes),
                new Series("booting", "#bf8700", Point::bootingNodes)))
        + chart(
            result,
            "Tasks",
            List.of(
                new Series("waiting", "#cf222e", Point::activeTasks),
                new Series("running", "#1a7f37", Point::runningTasks)))
        + chart(result, "Cost", List.of(new Series("so far", "#0969da", Point::cost)))
        + decisions(result)
        + "</body></html>\n";
  }

  private static String figures(SimulationResult result) {
    return Spoken.lines(result.summary()).stream()
        .map(line -> "<tr><th>" + line.name() + "</th><td>" + escape(line.figure()) + "</td></tr>")
        .collect(Collectors.joining("\n", "<table>", "</table>\n"));
  }

  private static String chart(SimulationResult result, String name, List<Series> series) {
    double most =
        Math.max(
            1,
            result.points().stream()
                .flatMapToDouble(
                    point -> series.stream().mapToDouble(s -> s.value().applyAsDouble(point)))
                .max()
                .orElse(1));
    String lines = series.stream().map(s -> line(result, s, most)).collect(Collectors.joining());
    String legend =
        series.stream()
            .map(s -> "<span style=\"color:" + s.colour() + "\">■</span> " + s.name())
            .collect(Collectors.joining(" &nbsp; "));
    return "<h2>%s</h2><figure><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s over time\">%s</svg>"
            .formatted(name, WIDTH, HEIGHT, name, lines)
        + "<figcaption>"
        + legend
        + " &nbsp; at most "
        + Spoken.brief(most)
        + ", over "
        + escape(Spoken.of(result.summary().simulated()))
        + "</figcaption></figure>\n";
  }

  /** Steps, not slopes: a value holds until the next point. */
  private static String line(SimulationResult result, Series series, double most) {
    double whole = Math.max(1, result.summary().simulated().toMillis());
    StringBuilder corners = new StringBuilder();
    double before = HEIGHT;
    for (Point point : result.points()) {
      double x = point.after().toMillis() / whole * WIDTH;
      double y = HEIGHT - 4 - series.value().applyAsDouble(point) / most * (HEIGHT - 12);
      if (y != before && !corners.isEmpty()) {
        corners.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, before));
      }
      if (y != before || corners.isEmpty()) {
        corners.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
      }
      before = y;
    }
    corners.append(String.format(Locale.ROOT, "%d,%.1f", WIDTH, before));
    return "<polyline stroke=\"" + series.colour() + "\" points=\"" + corners + "\"/>";
  }

  private static String decisions(SimulationResult result) {
    return result.decisions().stream()
        .map(SimulationPage::row)
        .collect(
            Collectors.joining(
                "\n",
                "<h2>Evaluations</h2><table><tr><th>after</th><th>action</th><th>results</th></tr>\n",
                "</table>\n"));
  }

  private static String row(Decision decision) {
    Evaluation evaluation = decision.evaluation();
    String outcome =
        evaluation
            .error()
            .map(
                error ->
                    "<span class=\"failed\">"
                        + escape(error.code().code() + ": " + error.detail())
                        + "</span>")
            .orElseGet(() -> escape(evaluation.resultsString()));
    return "<tr><td>%s</td><td>%s</td><td class=\"results\">%s</td></tr>"
        .formatted(
            escape(Spoken.of(decision.after())),
            decision.action().name().toLowerCase(Locale.ROOT),
            outcome);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
