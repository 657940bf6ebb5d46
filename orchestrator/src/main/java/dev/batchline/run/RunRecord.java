package dev.batchline.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a run as anyone with access to Storage sees it: {@code run.json}.
 *
 * @param version of this form
 * @param name as in the job file
 * @param holder who drives it; it may have died, the lease tells
 * @param build facts of the pipeline that started it; empty outside one
 * @param outputs what was collected; empty as long as nothing was
 * @param origin what it takes over from earlier runs; empty if nothing
 * @param message how it ended or what it waits for, one sentence; may be empty
 */
public record RunRecord(
    int version,
    String runId,
    String name,
    RunStatus state,
    RunTarget target,
    TaskCounts tasks,
    RunTimes times,
    Optional<Holder> holder,
    Map<String, String> build,
    Optional<Outputs> outputs,
    Optional<Origin> origin,
    String message) {

  public static final int VERSION = 1;

  /**
   * Where a run computes.
   *
   * @param kind such as {@code azurebatch}
   * @param names what the run has there, by what it is: {@code pool}, {@code job}
   */
  public record RunTarget(String kind, Map<String, String> names) {
    public RunTarget {
      names = Map.copyOf(names);
    }

    /** Ids of the run's jobs, that of the first pool first. */
    public List<String> jobs() {
      return names.entrySet().stream()
          .filter(name -> name.getKey().equals("job") || name.getKey().startsWith("job-"))
          .sorted(Map.Entry.comparingByKey())
          .map(Map.Entry::getValue)
          .toList();
    }

    /** The same with further names. */
    RunTarget and(Map<String, String> further) {
      Map<String, String> all = new HashMap<>(names);
      all.putAll(further);
      return new RunTarget(kind, all);
    }
  }

  /**
   * When things happened.
   *
   * @param started when the target was ready for tasks
   * @param expiry after which all that was created for the run may be removed by anyone
   * @param deadline when it is to be done; empty when it doesn't matter
   */
  public record RunTimes(
      Instant created,
      Optional<Instant> started,
      Instant updated,
      Optional<Instant> ended,
      Instant expiry,
      Optional<RunDeadline> deadline) {}

  /** What was collected. */
  public record Outputs(long files, long bytes) {}

  /**
   * What a run has from earlier ones.
   *
   * @param rerunOf the run it is a rerun of; empty for one that only skips what is unchanged
   * @param reused the runs whose outputs are also this one's: as long as this run is kept, theirs
   *     must be
   */
  public record Origin(Optional<String> rerunOf, List<String> reused) {
    public Origin {
      reused = List.copyOf(reused);
    }
  }

  public RunRecord {
    build = Map.copyOf(build);
  }

  /**
   * Of a process that ends with the run; empty while it goes on. One that is late is no success.
   */
  @JsonProperty
  public Optional<Integer> exitCode() {
    boolean late = times.deadline().filter(RunDeadline::missed).isPresent();
    return late && state == RunStatus.SUCCEEDED
        ? RunStatus.TIMED_OUT.exitCode().stream().boxed().findFirst()
        : state.exitCode().stream().boxed().findFirst();
  }

  /** The run that this one is a rerun of. */
  public Optional<String> rerunOf() {
    return origin.flatMap(Origin::rerunOf);
  }

  /** The runs that results were taken over from. */
  public List<String> reusedRuns() {
    return origin.map(Origin::reused).orElse(List.of());
  }

  /** The same at a later time, in another state; a run that has ended has no holder. */
  public RunRecord with(RunStatus newState, TaskCounts newTasks, Instant now) {
    RunTimes newTimes =
        new RunTimes(
            times.created(),
            newState == RunStatus.RUNNING
                ? times.started().or(() -> Optional.of(now))
                : times.started(),
            now,
            newState.ended() ? Optional.of(now) : Optional.empty(),
            times.expiry(),
            times.deadline());
    Optional<Holder> newHolder = newState.ended() ? Optional.empty() : holder;
    return new RunRecord(
        version, runId, name, newState, target, newTasks, newTimes, newHolder, build, outputs,
        origin, message);
  }

  /** Once it is known whether the deadline was met. */
  RunRecord withDeadlineMissed(boolean missed) {
    RunTimes newTimes =
        new RunTimes(
            times.created(),
            times.started(),
            times.updated(),
            times.ended(),
            times.expiry(),
            times.deadline().map(deadline -> deadline.withMissed(missed)));
    return new RunRecord(
        version, runId, name, state, target, tasks, newTimes, holder, build, outputs, origin,
        message);
  }

  public RunRecord withHolder(Optional<Holder> newHolder) {
    return new RunRecord(
        version, runId, name, state, target, tasks, times, newHolder, build, outputs, origin,
        message);
  }

  public RunRecord withTarget(RunTarget newTarget) {
    return new RunRecord(
        version, runId, name, state, newTarget, tasks, times, holder, build, outputs, origin,
        message);
  }

  public RunRecord withOutputs(Outputs collected) {
    return new RunRecord(
        version,
        runId,
        name,
        state,
        target,
        tasks,
        times,
        holder,
        build,
        Optional.of(collected),
        origin,
        message);
  }

  public RunRecord withMessage(String newMessage) {
    return new RunRecord(
        version,
        runId,
        name,
        state,
        target,
        tasks,
        times,
        holder,
        build,
        outputs,
        origin,
        newMessage);
  }
}
