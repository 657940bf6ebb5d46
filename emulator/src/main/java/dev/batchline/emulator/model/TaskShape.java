package dev.batchline.emulator.model;

import java.util.Comparator;

/**
 * What of a task decides which nodes it fits on. Of tasks of one shape, either the first fits
 * somewhere or none does; tasks of another shape needn't wait for them.
 *
 * @param slots of each node
 * @param instances each on a node of its own
 * @param multiInstance whether it needs nodes that talk to each other, be it one alone
 * @param manager whether it is its job's manager, which may want certain nodes to itself
 */
public record TaskShape(int slots, int instances, boolean multiInstance, boolean manager)
    implements Comparable<TaskShape> {

  private static final Comparator<TaskShape> ORDER =
      Comparator.comparingInt(TaskShape::slots)
          .thenComparingInt(TaskShape::instances)
          .thenComparing(TaskShape::multiInstance)
          .thenComparing(TaskShape::manager);

  /** No shape that needs so many slots comes after this one. */
  public static TaskShape last(int slots) {
    return new TaskShape(slots, Integer.MAX_VALUE, true, true);
  }

  @Override
  public int compareTo(TaskShape other) {
    return ORDER.compare(this, other);
  }
}
