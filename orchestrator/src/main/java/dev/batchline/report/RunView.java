package dev.batchline.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchline.plan.PlannedGroup;
import dev.batchline.report.RunReport.Cost;
import dev.batchline.report.RunReport.Failure;
import dev.batchline.report.RunReport.Group;
import dev.batchline.report.RunReport.NodeUse;
import dev.batchline.report.RunReport.Outputs;
import dev.batchline.report.RunReport.Tasks;
import dev.batchline.report.RunReport.Timing;
import dev.batchline.report.TaskLine.Result;
import dev.batchline.run.FailedTask;
import dev.batchline.run.RunEvent;
import dev.batchline.run.RunRecord;
import dev.batchline.run.RunResult;
import dev.batchline.run.RunState;
import dev.batchline.run.RunState.GroupSummary;
import dev.batchline.run.RunStatus;
import dev.batchline.run.TaskCounts;
import dev.batchline.run.TaskStatus;
import dev.batchline.run.Usage;
import dev.batchline.target.Outcome;
import dev.batchline.telemetry.Telemetry;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes the view that a report is written from out of what the engine knows of a run. */
public final class RunView {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SLOWEST = 10;
  private static final int BUSIEST = 20;

  private final RunResult result;
  private final RunState tasks;
  private final Map<String, FailedTask> failed = new HashMap<>();

  public RunView(RunResult result) {
    this.result = result;
    this.tasks = result.tasks();
    result.failed().forEach(task -> failed.put(task.last().taskId(), task));
  }

  /**
   * The view.
   *
   * @param telemetry what was measured while it ran
   */
  public RunReport report(Telemetry telemetry) {
    RunRecord record = result.record();
    return new RunReport(
        record.runId(),
        record.name(),
        record.exitCode().orElse(1) == 0,
        sentence(),
        started(),
        ended(),
        result.plan().parameters(),
        record.build(),
        counts(record.tasks()),
        tasks.groups().stream().map(RunView::group).toList(),
        cost(),
        slowest(),
        result.failed().stream().map(this::failure).toList(),
        outputs(),
        TelemetryView.measures(telemetry),
        TelemetryView.charts(telemetry),
        Stream.of(
                deadlineNotice(),
                originNotices(),
                collectionNotices(),
                telemetry.notices().stream())
            .flatMap(Function.identity())
            .toList(),
        places());
  }

  private Stream<String> deadlineNotice() {
    Optional<Instant> done = result.tasks().finished().map(RunEvent.Finished::at);
    return DeadlineWording.verdict(result.record(), done).stream()
        .map(verdict -> verdict.substring(0, 1).toUpperCase(Locale.ROOT) + verdict.substring(1));
  }

  /** When the run began to run, or was made if it never did. */
  public Instant started() {
    RunRecord record = result.record();
    return record.times().started().orElse(record.times().created());
  }

  /** When it ended, or was last seen. */
  public Instant ended() {
    RunRecord record = result.record();
    return record.times().ended().orElse(record.times().updated());
  }

  /** How the run ended, such as {@code All 41 tasks succeeded.}. */
  public String sentence() {
    RunRecord record = result.record();
    TaskCounts counts = record.tasks();
    String total = Wording.count(counts.total(), "task");
    String sentence =
        switch (record.state()) {
          case SUCCEEDED -> success(counts);
          case FAILED ->
              counts.failed() + " of " + total + " failed" + notRun(counts) + reused(counts) + ".";
          case CANCELLED ->
              "Cancelled when " + counts.succeeded() + " of " + total + " had succeeded.";
          case TIMED_OUT ->
              "The time limit passed when "
                  + counts.succeeded()
                  + " of "
                  + total
                  + " had succeeded.";
          case STOPPED ->
              "It was stopped when " + counts.succeeded() + " of " + total + " had succeeded.";
          case PLANNED, UPLOADING, RUNNING, COLLECTING ->
              "Not finished: " + counts.succeeded() + " of " + total + " have succeeded.";
        };
    boolean told =
        record.message().startsWith(Wording.count(counts.failed(), "task") + " failed")
            && record.state() == RunStatus.FAILED;
    return told || record.message().isBlank() || record.state().exitCode().orElse(1) == 0
        ? sentence
        : sentence + " " + record.message();
  }

  /** Every task as a test result, by ordinal; made one at a time. */
  public Iterator<TaskLine> lines() {
    return IntStream.range(0, result.plan().taskCount()).mapToObj(this::line).iterator();
  }

  private TaskLine line(int task) {
    PlannedGroup group = result.plan().groupOf(task);
    String id = group.taskId(task);
    TaskStatus status = tasks.status(task);
    Result outcome =
        switch (status) {
          case SUCCEEDED -> Result.SUCCEEDED;
          case REUSED -> Result.REUSED;
          case FAILED, UNDECIDED -> Result.FAILED;
          case NOT_RUN, WAITING, SUBMITTED, RETRYING -> Result.NOT_RUN;
        };
    Optional<FailedTask> failure = Optional.ofNullable(failed.get(id));
    return new TaskLine(
        id,
        group.name(),
        outcome,
        tasks.attempts(task),
        tasks.execution(task).map(RunView::duration),
        switch (outcome) {
          case SUCCEEDED -> "";
          case REUSED -> "reused: its result is that of run " + tasks.reusedFrom(task).orElse("");
          case FAILED ->
              failure
                  .map(FailedTask::outcome)
                  .or(() -> Optional.ofNullable(tasks.failures().get(task)))
                  .map(RunView::reason)
                  .orElse("it failed");
          case NOT_RUN ->
              status == TaskStatus.NOT_RUN && !tasks.isLeftOut(task)
                  ? "a task it comes after failed"
                  : tasks.isLeftOut(task)
                      ? "it was not chosen for this rerun"
                      : "the run ended before";
        },
        failure.map(FailedTask::tail).orElse(""));
  }

  /** Why an attempt failed, on one line. */
  public static String reason(Outcome.Failed outcome) {
    String code = outcome.code();
    if (outcome.exitCode().isPresent()) {
      return "exit code "
          + outcome.exitCode().getAsInt()
          + (code.isBlank() ? "" : " (" + code + ")");
    }
    return code.isBlank() ? outcome.message() : code + ": " + outcome.message();
  }

  private Failure failure(FailedTask task) {
    return new Failure(
        task.last().taskId(),
        task.last().number(),
        task.outcome().exitCode(),
        reason(task.outcome()),
        task.outcome().execution().map(Outcome.Execution::node),
        task.tail(),
        task.logs());
  }

  private Cost cost() {
    Usage usage = result.usage();
    int cores = result.plan().pool().cores();
    double used = usedCoreHours(cores, usage);
    return new Cost(
        usage.coreHours(),
        used,
        usage.nodes(),
        usage.busiest().stream()
            .limit(BUSIEST)
            .map(use -> new NodeUse(use.node(), use.attempts(), use.busy()))
            .toList());
  }

  /** An attempt that takes one slot has its share of its node's cores. */
  private double usedCoreHours(int cores, Usage usage) {
    return usage.taskHours() * cores / slotsPerNode();
  }

  private int slotsPerNode() {
    try {
      int slots = JSON.readTree(result.plan().pool().json()).path("taskSlotsPerNode").asInt(1);
      return Math.max(1, slots);
    } catch (JsonProcessingException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private List<Timing> slowest() {
    record Candidate(int task, Duration duration) {}
    PriorityQueue<Candidate> longest =
        new PriorityQueue<>(Comparator.comparing(Candidate::duration));
    for (int task = 0; task < result.plan().taskCount(); task++) {
      Optional<Outcome.Execution> execution = tasks.execution(task);
      if (tasks.status(task) == TaskStatus.SUCCEEDED && execution.isPresent()) {
        longest.add(new Candidate(task, duration(execution.get())));
        if (longest.size() > SLOWEST) {
          longest.remove();
        }
      }
    }
    return longest.stream()
        .sorted(Comparator.comparing(Candidate::duration).reversed())
        .map(
            candidate ->
                new Timing(
                    result.plan().taskId(candidate.task()),
                    candidate.duration(),
                    tasks.execution(candidate.task()).map(Outcome.Execution::node).orElse("")))
        .toList();
  }

  private Outputs outputs() {
    return result
        .record()
        .outputs()
        .map(outputs -> new Outputs(outputs.files(), outputs.bytes()))
        .orElse(new Outputs(0, 0));
  }

  /** What this run is a rerun of, and what it did not compute itself. */
  private Stream<String> originNotices() {
    int reused = result.record().tasks().reused();
    Stream<String> taken =
        reused == 0
            ? Stream.empty()
            : Stream.of(
                "The results of "
                    + Wording.count(reused, "task")
                    + " were made by "
                    + String.join(", ", tasks.reusedRuns())
                    + "; the manifest says which by which.");
    return Stream.concat(
        result.record().rerunOf().stream().map(run -> "This is a rerun of " + run + "."), taken);
  }

  private Stream<String> collectionNotices() {
    return result.collected().stream().flatMap(collected -> collected.refused().stream());
  }

  private Map<String, String> places() {
    Map<String, String> places = new TreeMap<>();
    places.put("outputs in Storage", result.outputsLocation());
    places.put("copy on disk", result.directory().toString());
    result.record().target().names().forEach((what, name) -> places.put("Batch " + what, name));
    return places;
  }

  private static String success(TaskCounts counts) {
    if (counts.reused() == 0 && counts.notRun() == 0) {
      return counts.total() == 1
          ? "The task succeeded."
          : "All " + Wording.count(counts.total(), "task") + " succeeded.";
    }
    String ran =
        counts.succeeded() == 0
            ? "Nothing had to run"
            : Wording.succeeded(
                counts.succeeded(), 0, counts.total() - counts.reused() - counts.notRun());
    String leftOut = counts.notRun() == 0 ? "" : ", and " + counts.notRun() + " were left out";
    return ran + leftOut + reused(counts) + ".";
  }

  private static String reused(TaskCounts counts) {
    return counts.reused() == 0
        ? ""
        : "; results of " + Wording.count(counts.reused(), "task") + " were taken over";
  }

  private static String notRun(TaskCounts counts) {
    return counts.notRun() == 0 ? "" : " and " + counts.notRun() + " did not run";
  }

  private static Group group(GroupSummary summary) {
    return new Group(
        summary.group().name(),
        new Tasks(
            summary.group().count(),
            summary.succeeded(),
            summary.failed(),
            summary.notRun(),
            summary.reused()),
        Math.toIntExact(summary.attempts()),
        summary.span());
  }

  private static Tasks counts(TaskCounts counts) {
    return new Tasks(
        counts.total(),
        counts.succeeded(),
        counts.failed(),
        counts.total() - counts.succeeded() - counts.failed() - counts.reused(),
        counts.reused());
  }

  private static Duration duration(Outcome.Execution execution) {
    return Duration.between(execution.started(), execution.ended());
  }
}
