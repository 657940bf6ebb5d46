package dev.batchline.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a person wants to know of a run in the morning; all forms of the report are made from it.
 *
 * <p>Its size doesn't grow with the number of tasks: it holds sums, the slowest tasks, and the
 * first of the failures.
 *
 * @param sentence how it ended, as one sentence
 * @param build facts of the pipeline that ran it; empty outside one
 * @param slowest tasks that took longest, longest first
 * @param failures the first of the failed tasks, by id; {@code tasks.failed()} says how many there
 *     are
 * @param measures telemetry in one line each
 * @param notices what the reader should know besides, one line each
 * @param places where things are, by what they are: outputs, logs, record
 */
public record RunReport(
    String runId,
    String name,
    boolean succeeded,
    String sentence,
    Instant started,
    Instant ended,
    Map<String, String> parameters,
    Map<String, String> build,
    Tasks tasks,
    List<Group> groups,
    Cost cost,
    List<Timing> slowest,
    List<Failure> failures,
    Outputs outputs,
    List<Measure> measures,
    List<Chart> charts,
    List<String> notices,
    Map<String, String> places) {

  public RunReport {
    parameters = Map.copyOf(parameters);
    build = Map.copyOf(build);
    groups = List.copyOf(groups);
    slowest = List.copyOf(slowest);
    failures = List.copyOf(failures);
    measures = List.copyOf(measures);
    charts = List.copyOf(charts);
    notices = List.copyOf(notices);
    places = Map.copyOf(places);
  }

  public Duration duration() {
    return Duration.between(started, ended);
  }

  /** The failures that are told, those that failed alike together, the largest group first. */
  public List<FailureGroups.Group<Failure>> alike() {
    return FailureGroups.of(
        failures,
        each -> each.exitCode() + " " + FailureGroups.withoutDetails(each.reason()),
        Failure::tail);
  }

  /** How many tasks there are, and what became of them. */
  public record Tasks(int total, int succeeded, int failed, int notRun, int reused) {

    /** Of a run that takes nothing over from an earlier one. */
    public Tasks(int total, int succeeded, int failed, int notRun) {
      this(total, succeeded, failed, notRun, 0);
    }
  }

  /** The same for one group, with the time its attempts took from first start to last end. */
  public record Group(String name, Tasks tasks, int attempts, Optional<Duration> span) {}

  /**
   * What it cost.
   *
   * @param coreHoursAllocated cores of all nodes times the hours they were there
   * @param coreHoursUsed the share of it in which tasks ran
   * @param nodes how many nodes ran at least one attempt
   */
  public record Cost(
      double coreHoursAllocated, double coreHoursUsed, int nodes, List<NodeUse> busiest) {
    public Cost {
      busiest = List.copyOf(busiest);
    }
  }

  /** What one node did. */
  public record NodeUse(String node, int attempts, Duration busy) {}

  /** How long a task's successful attempt took, and where. */
  public record Timing(String task, Duration duration, String node) {}

  /**
   * A task that failed for good.
   *
   * @param reason one line: code and message of the last attempt
   * @param tail last lines of its stderr; empty when there are none
   * @param logs where all its logs are
   */
  public record Failure(
      String task,
      int attempts,
      OptionalInt exitCode,
      String reason,
      Optional<String> node,
      String tail,
      String logs) {}

  /** How much came out. */
  public record Outputs(long files, long bytes) {}

  /**
   * What was measured, over the whole run; average and maximum as text with their unit.
   *
   * @param source who measured it
   */
  public record Measure(String name, String average, String maximum, String source) {}

  /**
   * Lines over time.
   *
   * @param source where the numbers come from, such as {@code samples beside each task}
   */
  public record Chart(String title, String unit, String source, List<Line> lines) {
    public Chart {
      lines = List.copyOf(lines);
    }
  }

  /** One line of a chart; points by ascending time. */
  public record Line(String name, List<Point> points) {
    public Line {
      points = List.copyOf(points);
    }
  }

  /** One value at one moment. */
  public record Point(Instant at, double value) {}
}
