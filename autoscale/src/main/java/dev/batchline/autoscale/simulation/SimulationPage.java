package dev.batchline.autoscale.simulation;

import dev.batchline.autoscale.Evaluation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A simulation as one HTML page that needs nothing else: figures, charts, every evaluation. */
public final class SimulationPage {

  private static final String STYLE =
      """
      body{font:15px/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
      h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}
      table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.25rem .6rem .25rem 0;border-bottom:1px solid #d8dee4;vertical-align:top}
      th{font-weight:600;white-space:nowrap}td.results{font:12px/1.4 ui-monospace,monospace;word-break:break-word}
      svg{width:100%;height:auto;background:#f6f8fa}.failed{color:#b3261e}figcaption{color:#57606a}figure{margin:0}
      polyline{fill:none;stroke-width:1.5}svg text{font-size:11px;fill:#57606a}svg line{stroke:#d8dee4}
      @media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}svg{background:#161b22}th,td{border-color:#30363d}figcaption{color:#8d96a0}.failed{color:#ff7b72}svg text{fill:#8d96a0}svg line{stroke:#30363d}}
      """;

  private static final List<PageChart> CHARTS =
      List.of(
          new PageChart(
              "Nodes",
              Spoken::brief,
              List.of(
                  new PageChart.Series("wanted", "#8250df", Point::targetNodes),
                  new PageChart.Series("there", "#0969da", Point::nodes),
                  new PageChart.Series("booting", "#bf8700", Point::bootingNodes),
                  new PageChart.Series("preempted", "#57606a", Point::preemptedNodes))),
          new PageChart(
              "Tasks",
              Spoken::brief,
              List.of(
                  new PageChart.Series("waiting", "#cf222e", Point::activeTasks),
                  new PageChart.Series("running", "#1a7f37", Point::runningTasks))),
          new PageChart(
              "Waiting",
              seconds -> Spoken.of(Duration.ofSeconds(Math.round(seconds))),
              List.of(
                  new PageChart.Series(
                      "of the task that has waited longest for its first start",
                      "#cf222e",
                      point -> point.longestWait().toSeconds()))),
          new PageChart(
              "Idle core-hours",
              Spoken::brief,
              List.of(new PageChart.Series("so far", "#bf8700", Point::idleCoreHours))),
          new PageChart(
              "Cost",
              Spoken::brief,
              List.of(new PageChart.Series("so far", "#0969da", Point::cost))));

  private SimulationPage() {}

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
        + CHARTS.stream().map(chart -> chart.of(result)).collect(Collectors.joining())
        + decisions(result)
        + "</body></html>\n";
  }

  private static String figures(SimulationResult result) {
    return Spoken.lines(result.summary()).stream()
        .map(line -> "<tr><th>" + line.name() + "</th><td>" + escape(line.figure()) + "</td></tr>")
        .collect(Collectors.joining("\n", "<table>", "</table>\n"));
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
