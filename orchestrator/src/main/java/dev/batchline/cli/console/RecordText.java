package dev.batchline.cli.console;

import dev.batchline.report.Wording;
import dev.batchline.run.RunRecord;
import dev.batchline.run.RunState.GroupSummary;
import dev.batchline.run.RunStatus;
import dev.batchline.run.RunWatch;
import dev.batchline.run.TaskCounts;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** Runs as their records have them, for people who look and don't drive. */
public final class RecordText {

  private static final int RUNS_TOLD = 3;

  /** Who drives a run writes its record several times a minute, but for long copies. */
  private static final Duration SILENCE = Duration.ofMinutes(2);

  private RecordText() {}

  /** One run in full. */
  public static String of(RunWatch.Look look, String outputs, Instant now) {
    RunRecord record = look.record();
    List<String> lines = new ArrayList<>();
    TaskCounts tasks = record.state().ended() ? record.tasks() : look.state().counts();
    lines.add(record.runId() + ": " + record.state().word() + ", " + counts(tasks, record.state()));
    StandstillText.of(look.why()).forEach(line -> lines.add("  " + line));
    String message = ForeignText.line(record.message());
    if (!message.isEmpty()) {
      lines.add("  " + message);
    }
    record.rerunOf().ifPresent(earlier -> lines.add("  rerun of " + earlier));
    reusedFrom(record).ifPresent(lines::add);
    for (GroupSummary group : look.state().groups()) {
      lines.add(
          "  "
              + group.group().name()
              + ": "
              + Wording.succeeded(group.succeeded(), group.reused(), group.group().count())
              + (group.failed() > 0 ? ", " + group.failed() + " failed" : "")
              + (group.reused() < group.group().count()
                  ? ", " + Wording.count(group.attempts(), "attempt")
                  : ""));
    }
    Instant end = record.times().ended().orElse(now);
    lines.add(
        "  begun "
            + record.times().created().truncatedTo(ChronoUnit.SECONDS)
            + ", "
            + Wording.duration(Duration.between(record.times().created(), end))
            + (record.state().ended() ? "" : " ago"));
    new TreeMap<>(record.target().names())
        .forEach((what, name) -> lines.add("  " + what + " " + name));
    record
        .holder()
        .filter(holder -> look.driven())
        .ifPresent(holder -> lines.add("  driven by " + ForeignText.line(holder.toString())));
    lines.add("  outputs " + outputs);
    return String.join("\n", lines);
  }

  /** Where results come from that were not made by the run, nor by the one it is a rerun of. */
  static Optional<String> reusedFrom(RunRecord record) {
    List<String> others =
        record.reusedRuns().stream()
            .filter(run -> !record.rerunOf().equals(Optional.of(run)))
            .toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "  results reused from "
                + String.join(", ", others.subList(0, Math.min(RUNS_TOLD, others.size())))
                + (others.size() > RUNS_TOLD
                    ? " and " + (others.size() - RUNS_TOLD) + " more runs"
                    : ""));
  }

  /** Each run on one line, with how long it took, or has taken until now. */
  public static List<String> lines(List<RunRecord> records, Instant now) {
    int width = records.stream().mapToInt(record -> record.runId().length()).max().orElse(0);
    return records.stream().map(record -> line(record, width, now)).toList();
  }

  private static String line(RunRecord record, int width, Instant now) {
    Instant end = record.times().ended().orElse(now);
    return String.format(
        Locale.ROOT,
        "%-" + Math.max(1, width) + "s  %-10s  %12s  %s",
        record.runId(),
        record.state().word(),
        Wording.duration(Duration.between(record.times().created(), end)),
        counts(record.tasks(), record.state()) + driver(record, now));
  }

  /** What became of the tasks of a run. */
  public static String counts(RunRecord record) {
    return counts(record.tasks(), record.state());
  }

  private static String counts(TaskCounts tasks, RunStatus state) {
    return succeeded(tasks, state)
        + (tasks.running() > 0 ? ", " + tasks.running() + " running" : "")
        + (tasks.failed() > 0 ? ", " + tasks.failed() + " failed" : "")
        + (tasks.notRun() > 0 ? ", " + tasks.notRun() + notRun(state) : "");
  }

  /** Of a run that succeeded, what did not run was left out, and could not succeed. */
  static String succeeded(TaskCounts tasks, RunStatus state) {
    int leftOut = state == RunStatus.SUCCEEDED ? tasks.notRun() : 0;
    return Wording.succeeded(tasks.succeeded(), tasks.reused(), tasks.total() - leftOut);
  }

  /** Why tasks did not run. */
  static String notRun(RunStatus state) {
    if (state == RunStatus.SUCCEEDED) {
      return " left out";
    }
    return state.brokenOff() ? " did not finish" : " did not run";
  }

  /** What a record alone tells of who drives its run; a list looks at no leases. */
  private static String driver(RunRecord record, Instant now) {
    if (record.state().ended()) {
      return "";
    }
    Duration silent = Duration.between(record.times().updated(), now);
    if (record.holder().isEmpty()) {
      return "; nobody drives it";
    }
    return silent.compareTo(SILENCE) > 0 ? "; not heard of for " + Wording.duration(silent) : "";
  }
}
