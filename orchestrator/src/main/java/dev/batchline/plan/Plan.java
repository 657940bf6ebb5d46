package dev.batchline.plan;

import java.util.Iterator;

/**
 * A header and a task for each ordinal below {@link PlanHeader#taskCount()}.
 *
 * <p>Tasks are made or read when they are asked for; a plan of a million tasks is not a million
 * objects. Implementations: worked out from a job file, or read from {@code plan.ndjson.gz}.
 */
public interface Plan {

  PlanHeader header();

  /** The task with this ordinal. */
  PlannedTask task(int ordinal);

  /** All tasks by ascending ordinal. */
  default Iterator<PlannedTask> tasks() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < header().taskCount();
      }

      @Override
      public PlannedTask next() {
        return task(next++);
      }
    };
  }
}
