package dev.batchline.report;

import dev.batchline.report.RunReport.Failure;
import dev.batchline.report.RunReport.Group;
import dev.batchline.report.RunReport.Measure;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The report as one page of Markdown, as Azure Pipelines shows it on a run's page. */
public final class MarkdownSummary {

  /** How many groups of failures are told; each has some lines of stderr. */
  private static final int FAILURES_WITH_TAIL = 10;

  /** How many tasks of a group are named. */
  private static final int NAMED = 5;

  private MarkdownSummary() {}

  public static String of(RunReport report) {
    StringBuilder page = new StringBuilder();
    page.append("# ")
        .append(report.succeeded() ? "✅ " : "❌ ")
        .append(Escaping.markdownCell(report.name()))
        .append("\n\n")
        .append(Escaping.markdownCell(report.sentence()))
        .append("\n\n");
    groups(report, page);
    facts(report, page);
    failures(report, page);
    measures(report, page);
    if (!report.notices().isEmpty()) {
      page.append("\n## Notices\n\n");
      report
          .notices()
          .forEach(n -> page.append("- ").append(Escaping.markdownCell(n)).append('\n'));
    }
    return page.toString();
  }

  private static void groups(RunReport report, StringBuilder page) {
    boolean reused = report.tasks().reused() > 0;
    page.append("| group | tasks | succeeded | failed | not run |")
        .append(reused ? " reused |" : "")
        .append(" attempts | time |\n");
    page.append("|---|--:|--:|--:|--:|--:|--:|").append(reused ? "--:|" : "").append('\n');
    for (Group group : report.groups()) {
      page.append("| ")
          .append(Escaping.markdownCell(group.name()))
          .append(" | ")
          .append(group.tasks().total())
          .append(" | ")
          .append(group.tasks().succeeded())
          .append(" | ")
          .append(group.tasks().failed())
          .append(" | ")
          .append(group.tasks().notRun())
          .append(reused ? " | " + group.tasks().reused() : "")
          .append(" | ")
          .append(group.attempts())
          .append(" | ")
          .append(group.span().map(Wording::duration).orElse("–"))
          .append(" |\n");
    }
  }

  private static void facts(RunReport report, StringBuilder page) {
    page.append("\n| | |\n|---|---|\n");
    row(page, "run", report.runId());
    row(page, "took", Wording.duration(report.duration()));
    row(
        page,
        "cost",
        Wording.hours(report.cost().coreHoursAllocated())
            + " core-hours of nodes, "
            + Wording.hours(report.cost().coreHoursUsed())
            + " of them in tasks, on "
            + Wording.count(report.cost().nodes(), "node"));
    row(
        page,
        "outputs",
        Wording.count(report.outputs().files(), "file")
            + ", "
            + Wording.bytes(report.outputs().bytes()));
    for (Map.Entry<String, String> place : new TreeMap<>(report.places()).entrySet()) {
      row(page, place.getKey(), place.getValue());
    }
  }

  private static void row(StringBuilder page, String name, String value) {
    page.append("| ")
        .append(Escaping.markdownCell(name))
        .append(" | ")
        .append(Escaping.markdownCell(value))
        .append(" |\n");
  }

  private static void measures(RunReport report, StringBuilder page) {
    if (report.measures().isEmpty()) {
      return;
    }
    page.append("\n## Telemetry\n\n| measured | average | maximum | by |\n|---|--:|--:|---|\n");
    for (Measure measure : report.measures()) {
      page.append("| ")
          .append(Escaping.markdownCell(measure.name()))
          .append(" | ")
          .append(measure.average())
          .append(" | ")
          .append(measure.maximum())
          .append(" | ")
          .append(Escaping.markdownCell(measure.source()))
          .append(" |\n");
    }
  }

  private static void failures(RunReport report, StringBuilder page) {
    if (report.failures().isEmpty()) {
      return;
    }
    page.append("\n## Failed tasks\n\n");
    List<FailureGroups.Group<Failure>> groups = report.alike();
    groups.stream().limit(FAILURES_WITH_TAIL).forEach(group -> failure(group, page));
    int told = groups.stream().limit(FAILURES_WITH_TAIL).mapToInt(FailureGroups.Group::size).sum();
    int more = report.tasks().failed() - told;
    if (more > 0) {
      page.append("and ").append(Wording.count(more, "more failed task")).append(".\n");
    }
  }

  private static void failure(FailureGroups.Group<Failure> group, StringBuilder page) {
    Failure first = group.first();
    String reason = Escaping.markdownCell(first.reason());
    String logs = Escaping.markdownCell(first.logs());
    if (group.size() == 1) {
      page.append("**")
          .append(Escaping.markdownCell(first.task()))
          .append("**: ")
          .append(reason)
          .append(" (")
          .append(Wording.count(first.attempts(), "attempt"))
          .append("), logs in ")
          .append(logs);
    } else {
      List<String> tasks = group.members().stream().map(Failure::task).toList();
      page.append("**")
          .append(Wording.count(group.size(), "task"))
          .append(" failed alike**: ")
          .append(reason)
          .append("  \n")
          .append(Escaping.markdownCell(Wording.names(tasks, NAMED)))
          .append("  \nlogs of the first in ")
          .append(logs);
    }
    page.append("\n\n");
    if (!group.tail().isBlank()) {
      page.append(Escaping.markdownBlock(group.tail().stripTrailing())).append('\n');
    }
  }
}
