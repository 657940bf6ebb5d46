package dev.batchline.run;

import dev.batchline.base.RunId;
import dev.batchline.plan.PlannedRun;
import dev.batchline.plan.TaskKeys;
import java.util.Map;
import java.util.Optional;

/**
 * A run that is to begin.
 *
 * @param build facts of the pipeline that starts it; empty outside one
 * @param takeover what it takes over from earlier runs
 * @param keys of its tasks, for later runs that skip what is unchanged
 * @param source what it was planned from, for reruns; empty if that is not known
 */
public record NewRun(
    RunId id,
    PlannedRun planned,
    Map<String, String> build,
    Takeover takeover,
    TaskKeys keys,
    Optional<byte[]> source) {

  public NewRun {
    build = Map.copyOf(build);
  }

  /** A run of all of its tasks. */
  public NewRun(RunId id, PlannedRun planned, Map<String, String> build) {
    this(
        id,
        planned,
        build,
        Takeover.none(planned.plan().header().taskCount()),
        TaskKeys.of(planned.plan()),
        Optional.empty());
  }

  /** The same, taking something over from earlier runs. */
  public NewRun with(Takeover other, TaskKeys otherKeys) {
    return new NewRun(id, planned, build, other, otherKeys, source);
  }
}
