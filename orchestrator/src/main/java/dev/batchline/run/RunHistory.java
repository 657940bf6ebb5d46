package dev.batchline.run;

import dev.batchline.plan.PlanFile;
import dev.batchline.plan.PlanHeader;
import dev.batchline.storage.RunStore;
import java.util.OptionalInt;

/** What a run was to do and what became of it so far, for those who look and don't drive. */
public record RunHistory(PlanHeader plan, RunState state) {

  /** The number of the attempt of a task that succeeded; empty if none did, or there is no such. */
  public OptionalInt succeededAttempt(String taskId) {
    OptionalInt task = new TaskIndex(plan).ordinal(taskId);
    return task.isPresent() && state.status(task.getAsInt()) == TaskStatus.SUCCEEDED
        ? OptionalInt.of(state.attempts(task.getAsInt()))
        : OptionalInt.empty();
  }

  /** Reads the plan and replays the journal. */
  static RunHistory read(RunStore store) {
    try (PlanFile stored = StoredPlan.open(store)) {
      PlanHeader plan = stored.header();
      RunState state = new RunState(plan);
      Journal.replay(store, state::apply);
      return new RunHistory(plan, state);
    }
  }
}
