package dev.batchline.report;

import dev.batchline.report.RunReport.Failure;
import dev.batchline.report.RunReport.Group;
import dev.batchline.report.RunReport.Measure;
import dev.batchline.report.RunReport.NodeUse;
import dev.batchline.report.RunReport.Timing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The report as one page of HTML that needs nothing else: no script, no request to anywhere.
 *
 * <p>All text in it is escaped, wherever it comes from.
 */
public final class HtmlReport {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** How many groups of failures are told; each has some lines of stderr. */
  private static final int FAILURES = 100;

  /** How many tasks of a group are named. */
  private static final int NAMED = 20;

  private final RunReport report;
  private final StringBuilder page = new StringBuilder(32_768);

  private HtmlReport(RunReport report) {
    this.report = report;
  }

  public static String of(RunReport report) {
    return new HtmlReport(report).render();
  }

  private String render() {
    page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
        .append(" style-src 'unsafe-inline'\"><title>")
        .append(Escaping.html(report.runId()))
        .append("</title><style>\n")
        .append(style())
        .append("</style></head><body><main>\n");
    heading();
    figures();
    groups();
    failures();
    charts();
    timings();
    facts();
    page.append("<footer>Written by Batchline for run ")
        .append(Escaping.html(report.runId()))
        .append(".</footer></main></body></html>\n");
    return page.toString();
  }

  private void heading() {
    page.append(report.succeeded() ? "<header>" : "<header class=\"failed\">")
        .append("<h1>")
        .append(Escaping.html(report.name()))
        .append("<small>")
        .append(TIME.format(report.started()))
        .append("</small></h1><p>")
        .append(Escaping.html(report.sentence()))
        .append("</p></header>\n");
  }

  private void figures() {
    page.append("<div class=\"figures\">");
    figure(Wording.duration(report.duration()), "from start to end");
    figure(
        String.format(
            Locale.ROOT,
            "%,d / %,d",
            report.tasks().succeeded() + report.tasks().reused(),
            report.tasks().total()),
        report.tasks().reused() == 0
            ? "tasks succeeded"
            : String.format(
                Locale.ROOT, "tasks have results, %,d reused", report.tasks().reused()));
    figure(Wording.hours(report.cost().coreHoursAllocated()), "core-hours of nodes");
    figure(Wording.hours(report.cost().coreHoursUsed()), "core-hours in tasks");
    figure(String.valueOf(report.cost().nodes()), "nodes at work");
    figure(
        String.format(Locale.ROOT, "%,d", report.outputs().files()),
        "output files, " + Wording.bytes(report.outputs().bytes()));
    page.append("</div>\n");
  }

  private void figure(String value, String name) {
    page.append("<div class=\"figure\"><b>")
        .append(Escaping.html(value))
        .append("</b><span>")
        .append(Escaping.html(name))
        .append("</span></div>");
  }

  private void groups() {
    page.append("<h2>Groups</h2><div class=\"scroll\"><table><tr><th>group</th>");
    for (String name :
        List.of(
            "tasks",
            "succeeded",
            "failed",
            "not run",
            "reused",
            "attempts",
            "first start to last end")) {
      page.append("<th class=\"number\">").append(name).append("</th>");
    }
    page.append("</tr>");
    for (Group group : report.groups()) {
      page.append("<tr><td>").append(Escaping.html(group.name())).append("</td>");
      number(group.tasks().total(), "");
      number(group.tasks().succeeded(), "good");
      number(group.tasks().failed(), "bad");
      number(group.tasks().notRun(), "skip");
      number(group.tasks().reused(), "");
      number(group.attempts(), "");
      page.append("<td class=\"number\">")
          .append(group.span().map(Wording::duration).orElse("–"))
          .append("</td></tr>");
    }
    page.append("</table></div>\n");
  }

  private void number(int value, String colour) {
    page.append("<td class=\"number ")
        .append(value == 0 ? "" : colour)
        .append("\">")
        .append(String.format(Locale.ROOT, "%,d", value))
        .append("</td>");
  }

  private void failures() {
    if (report.failures().isEmpty()) {
      return;
    }
    page.append("<h2>Failed tasks</h2>");
    List<FailureGroups.Group<Failure>> groups = report.alike();
    groups.stream().limit(FAILURES).forEach(this::failure);
    int told = groups.stream().limit(FAILURES).mapToInt(FailureGroups.Group::size).sum();
    int more = report.tasks().failed() - told;
    if (more > 0) {
      page.append("<p>and ").append(Wording.count(more, "more failed task")).append(".</p>");
    }
  }

  private void failure(FailureGroups.Group<Failure> group) {
    Failure first = group.first();
    boolean alone = group.size() == 1;
    page.append("<details open><summary><b>")
        .append(
            Escaping.html(
                alone ? first.task() : Wording.count(group.size(), "task") + " failed alike"))
        .append(alone ? "</b> " : "</b>: ")
        .append(Escaping.html(first.reason()));
    if (alone) {
      page.append(", ")
          .append(Wording.count(first.attempts(), "attempt"))
          .append(first.node().map(node -> ", on " + Escaping.html(node)).orElse(""));
    }
    page.append("</summary>");
    if (!alone) {
      List<String> tasks = group.members().stream().map(Failure::task).toList();
      page.append("<p>").append(Escaping.html(Wording.names(tasks, NAMED))).append("</p>");
    }
    page.append(alone ? "logs: " : "logs of the first: ").append(Escaping.html(first.logs()));
    if (!group.tail().isBlank()) {
      page.append("<pre>").append(Escaping.html(group.tail().stripTrailing())).append("</pre>");
    }
    page.append("</details>");
  }

  private void charts() {
    if (report.measures().isEmpty()) {
      return;
    }
    page.append("<h2>Telemetry</h2><div class=\"scroll\"><table><tr><th>measured</th>")
        .append(
            "<th class=\"number\">average</th><th class=\"number\">maximum</th><th>by</th></tr>");
    for (Measure measure : report.measures()) {
      page.append("<tr><td>")
          .append(Escaping.html(measure.name()))
          .append("</td><td class=\"number\">")
          .append(Escaping.html(measure.average()))
          .append("</td><td class=\"number\">")
          .append(Escaping.html(measure.maximum()))
          .append("</td><td>")
          .append(Escaping.html(measure.source()))
          .append("</td></tr>");
    }
    page.append("</table></div><div class=\"charts\">");
    report
        .charts()
        .forEach(chart -> page.append(SvgChart.draw(chart, report.started(), report.ended())));
    page.append("</div>\n");
  }

  private void timings() {
    if (!report.slowest().isEmpty()) {
      page.append("<h2>Longest tasks</h2><div class=\"scroll\"><table><tr><th>task</th>")
          .append("<th class=\"number\">time</th><th>node</th></tr>");
      for (Timing timing : report.slowest()) {
        row(timing.task(), Wording.duration(timing.duration()), timing.node());
      }
      page.append("</table></div>\n");
    }
    if (!report.cost().busiest().isEmpty()) {
      page.append("<h2>What ran where</h2><div class=\"scroll\"><table><tr><th>node</th>")
          .append("<th class=\"number\">busy</th><th>attempts</th></tr>");
      for (NodeUse use : report.cost().busiest()) {
        row(use.node(), Wording.duration(use.busy()), String.valueOf(use.attempts()));
      }
      page.append("</table></div>\n");
    }
  }

  private void row(String name, String number, String last) {
    page.append("<tr><td>")
        .append(Escaping.html(name))
        .append("</td><td class=\"number\">")
        .append(Escaping.html(number))
        .append("</td><td>")
        .append(Escaping.html(last))
        .append("</td></tr>");
  }

  private void facts() {
    if (!report.notices().isEmpty()) {
      page.append("<h2>Notices</h2><ul>");
      report.notices().forEach(n -> page.append("<li>").append(Escaping.html(n)).append("</li>"));
      page.append("</ul>");
    }
    page.append("<h2>Where things are</h2>");
    table(report.places());
    page.append("<h2>Parameters</h2>");
    table(report.parameters());
    if (!report.build().isEmpty()) {
      page.append("<h2>Build</h2>");
      table(report.build());
    }
  }

  private void table(Map<String, String> values) {
    page.append("<div class=\"scroll\"><table>");
    new TreeMap<>(values)
        .forEach(
            (key, value) ->
                page.append("<tr><td class=\"key\">")
                    .append(Escaping.html(key))
                    .append("</td><td>")
                    .append(Escaping.html(value))
                    .append("</td></tr>"));
    page.append("</table></div>\n");
  }

  private static String style() {
    try (InputStream css =
        Objects.requireNonNull(HtmlReport.class.getResourceAsStream("report.css"))) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
