package dev.batchline.run;

import dev.batchline.plan.PlanHeader;
import dev.batchline.storage.RunStore;
import java.util.Optional;
import java.util.OptionalInt;

/** What a run was to do and what became of it so far, for those who look and don't drive. */
public record RunHistory(PlanHeader plan, RunState state) {

  /** What made the result that a task has, here or in an earlier run; empty if it has none. */
  public Optional<Takeover.Result> result(String run, int task) {
    return switch (state.status(task)) {
      case SUCCEEDED -> Optional.of(new Takeover.Result(run, state.attempts(task)));
      case REUSED ->
          state.reusedFrom(task).map(origin -> new Takeover.Result(origin, state.attempts(task)));
      case WAITING, SUBMITTED, UNDECIDED, RETRYING, FAILED, NOT_RUN -> Optional.empty();
    };
  }

  /**
   * The number of the attempt of a task that made its result in the named run; empty if another run
   * made it, none did, or there is no such task.
   */
  public OptionalInt attemptIn(String origin, String taskId) {
    OptionalInt task = new TaskIndex(plan).ordinal(taskId);
    return task.isPresent() && state.reusedFrom(task.getAsInt()).filter(origin::equals).isPresent()
        ? OptionalInt.of(state.attempts(task.getAsInt()))
        : OptionalInt.empty();
  }

  /** The number of the attempt of a task that succeeded; empty if none did, or there is no such. */
  public OptionalInt succeededAttempt(String taskId) {
    OptionalInt task = new TaskIndex(plan).ordinal(taskId);
    return task.isPresent() && state.status(task.getAsInt()) == TaskStatus.SUCCEEDED
        ? OptionalInt.of(state.attempts(task.getAsInt()))
        : OptionalInt.empty();
  }

  /** Reads the plan and replays the journal. */
  static RunHistory read(RunStore store) {
    PlanHeader plan = StoredPlan.header(store);
    RunState state = new RunState(plan);
    Journal.replay(store, state::apply);
    return new RunHistory(plan, state);
  }
}
