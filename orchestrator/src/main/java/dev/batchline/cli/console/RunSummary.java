package dev.batchline.cli.console;

import dev.batchline.report.DeadlineWording;
import dev.batchline.report.RunReport;
import dev.batchline.report.Wording;
import dev.batchline.run.RunEvent;
import dev.batchline.run.RunRecord;
import dev.batchline.run.RunResult;
import dev.batchline.run.RunState.GroupSummary;
import dev.batchline.run.RunStatus;
import dev.batchline.run.TaskCounts;
import dev.batchline.run.Usage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a person reads when driving a run has ended. */
public final class RunSummary {

  /** The nodes' CPU, memory and disk come first. */
  private static final int MEASURES = 4;

  private RunSummary() {}

  /**
   * @param local whether the services that the run needs ended with this process
   * @param report of a run that has ended
   */
  public static String of(RunResult result, boolean local, Optional<RunReport> report) {
    return switch (result.ending()) {
      case ENDED -> ended(result, local, report);
      case DETACHED ->
          left("Detached", result) + "\n" + "The run goes on. Drive it on with: " + attach(result);
      case INTERRUPTED ->
          left("Interrupted", result)
              + "\n"
              + (local
                  ? "All that was started on this machine has been stopped. Continue with: "
                  : "The run goes on. Attach to it with: ")
              + attach(result);
      case TAKEN_OVER -> left("Taken off", result) + "\n" + takenOver(result.record());
    };
  }

  private static String takenOver(RunRecord record) {
    if (record.state().ended()) {
      return "Another process took it over and has ended it. Copy its outputs with: batchline"
          + " attach "
          + record.runId();
    }
    return record
        .holder()
        .map(
            holder ->
                ForeignText.line(holder.toString())
                    + " took it over at "
                    + holder.since().truncatedTo(ChronoUnit.SECONDS)
                    + " and drives it now. Look on with: batchline status "
                    + record.runId())
        .orElse(
            "Its lease was broken, and nobody drives it now. Drive it on with: batchline attach "
                + record.runId());
  }

  private static String left(String how, RunResult result) {
    TaskCounts tasks = result.record().tasks();
    return how
        + " from run "
        + result.record().runId()
        + " ("
        + result.record().state().word()
        + "): "
        + tasks.done()
        + " of "
        + Wording.count(tasks.total(), "task")
        + " done.";
  }

  private static String attach(RunResult result) {
    return "batchline attach " + result.record().runId();
  }

  private static String ended(RunResult result, boolean local, Optional<RunReport> report) {
    List<String> lines = new ArrayList<>();
    lines.add(headline(result.record()));
    Optional<Instant> done = result.tasks().finished().map(RunEvent.Finished::at);
    DeadlineWording.verdict(result.record(), done).ifPresent(line -> lines.add("  " + line));
    result.record().rerunOf().ifPresent(earlier -> lines.add("  rerun of " + earlier));
    RecordText.reusedFrom(result.record()).ifPresent(lines::add);
    groups(result, lines);
    nodes(result, report, lines);
    report
        .filter(known -> !result.record().target().names().isEmpty())
        .ifPresent(known -> measured(known, lines));
    places(result, local, lines);
    failures(result, lines);
    return String.join("\n", lines);
  }

  private static String headline(RunRecord record) {
    TaskCounts tasks = record.tasks();
    String word = record.state().word();
    StringBuilder line = new StringBuilder();
    line.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    line.append(": ");
    line.append(RecordText.succeeded(tasks, record.state()));
    if (tasks.failed() > 0) {
      line.append(", ").append(tasks.failed()).append(" failed");
    }
    if (tasks.notRun() > 0) {
      line.append(", ").append(tasks.notRun()).append(RecordText.notRun(record.state()));
    }
    record
        .times()
        .ended()
        .ifPresent(
            end ->
                line.append(", in ")
                    .append(Wording.duration(Duration.between(record.times().created(), end))));
    String message = ForeignText.line(record.message());
    return line + (message.isEmpty() ? "" : "\n  " + message);
  }

  private static void groups(RunResult result, List<String> lines) {
    List<GroupSummary> groups = result.tasks().groups();
    int width = groups.stream().mapToInt(g -> g.group().name().length()).max().orElse(0);
    for (GroupSummary group : groups) {
      lines.add(
          "  "
              + group.group().name()
              + " ".repeat(width - group.group().name().length())
              + "  "
              + Wording.count(group.group().count(), "task")
              + (group.reused() > 0 ? ", " + group.reused() + " reused" : "")
              + (group.reused() < group.group().count()
                  ? ", " + Wording.count(group.attempts(), "attempt")
                  : "")
              + (group.failed() > 0 ? ", " + group.failed() + " failed" : "")
              + group.span().map(span -> ", " + Wording.duration(span)).orElse(""));
    }
  }

  private static void nodes(RunResult result, Optional<RunReport> report, List<String> lines) {
    Usage usage = result.usage();
    Map<String, String> names = new TreeMap<>(result.record().target().names());
    if (names.isEmpty() && usage.nodes() == 0) {
      return; // nothing was created, because nothing had to run or the run ended before
    }
    String where =
        names.isEmpty()
            ? ""
            : names.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", ", " (", ")"));
    lines.add(
        "ran on    "
            + (usage.nodes() == 0 ? "no node" : Wording.count(usage.nodes(), "node"))
            + " of "
            + ForeignText.line(result.plan().pool().template())
            + where);
    lines.add(
        "cost      "
            + (usage.coreHours() > 0
                ? Wording.hours(usage.coreHours()) + " core-hours of nodes, "
                : Wording.hours(usage.nodeHours()) + " node-hours, ")
            + report
                .map(known -> Wording.hours(known.cost().coreHoursUsed()) + " core-hours in tasks")
                .orElse(Wording.hours(usage.taskHours()) + " hours in tasks"));
  }

  private static void measured(RunReport report, List<String> lines) {
    String measures =
        report.measures().stream()
            .limit(MEASURES)
            .map(m -> m.name() + " " + m.average() + " (at most " + m.maximum() + ")")
            .collect(Collectors.joining(", "));
    if (!measures.isEmpty()) {
      lines.add("measured  " + measures);
    }
  }

  private static void places(RunResult result, boolean local, List<String> lines) {
    Path directory = result.directory();
    result
        .collected()
        .ifPresent(
            collected -> {
              lines.add(
                  "outputs   "
                      + directory.resolve("output")
                      + " ("
                      + Wording.count(collected.files(), "file")
                      + ", "
                      + Wording.bytes(collected.bytes())
                      + ")");
              collected
                  .refused()
                  .forEach(why -> lines.add("  not copied: " + ForeignText.line(why)));
            });
    lines.add("logs      " + directory.resolve("logs"));
    lines.add("report    " + directory.resolve("report").resolve("index.html"));
    lines.add(
        "storage   "
            + (local
                ? "kept on this machine; status, logs, collect and rerun start it again"
                : result.outputsLocation()));
  }

  private static void failures(RunResult result, List<String> lines) {
    lines.addAll(
        FailedTasksText.of(result.failed(), result.record().tasks().failed(), result.directory()));
    next(result.record())
        .ifPresent(
            line -> {
              lines.add("");
              lines.add(line);
            });
  }

  /**
   * Why a step of a pipeline fails with the run, as a sentence; empty for a run that succeeded.
   *
   * @param done when the last task had ended; empty when that is not known
   */
  public static Optional<String> issue(RunRecord record, Optional<Instant> done) {
    if (record.exitCode().orElse(0) == 0) {
      return Optional.empty();
    }
    String why =
        record.state() == RunStatus.SUCCEEDED
            ? DeadlineWording.verdict(record, done).orElse("")
            : record.message();
    String how = record.state() == RunStatus.SUCCEEDED ? "is late" : record.state().word();
    return Optional.of(ForeignText.line("run " + record.runId() + " " + how + ": " + why));
  }

  /** How a run goes on that has ended without all its results. */
  static Optional<String> next(RunRecord record) {
    String again = "batchline rerun " + record.runId() + " --failed";
    TaskCounts tasks = record.tasks();
    if (record.state().brokenOff() && tasks.failed() + tasks.notRun() > 0) {
      return Optional.of("Run what is missing with: " + again);
    }
    return tasks.failed() > 0
        ? Optional.of("Run what failed again with: " + again)
        : Optional.empty();
  }
}
