package dev.batchline.plan;

import java.util.List;

/**
 * A plan whose tasks are worked out from the job file when they are asked for.
 *
 * <p>The same ordinal always gives the same task.
 */
record GeneratedPlan(PlanHeader header, List<GeneratedTasks> groups) implements Plan {

  GeneratedPlan {
    groups = List.copyOf(groups);
  }

  @Override
  public PlannedTask task(int ordinal) {
    for (GeneratedTasks group : groups) {
      if (group.holds(ordinal)) {
        return group.task(ordinal);
      }
    }
    throw new IndexOutOfBoundsException("no task " + ordinal);
  }
}
