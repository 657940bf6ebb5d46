package dev.batchline.autoscale;

/**
 * The pool at the moment of an evaluation.
 *
 * @param targetDedicatedNodes what the pool was last told to have
 * @param currentLowPriorityNodes what it has, preempted ones included
 * @param taskSlotsPerNode at least 1
 */
public record PoolSize(
    int targetDedicatedNodes,
    int targetLowPriorityNodes,
    int currentDedicatedNodes,
    int currentLowPriorityNodes,
    int taskSlotsPerNode) {

  public static final PoolSize EMPTY = new PoolSize(0, 0, 0, 0, 1);

  public PoolSize {
    if (targetDedicatedNodes < 0
        || targetLowPriorityNodes < 0
        || currentDedicatedNodes < 0
        || currentLowPriorityNodes < 0
        || taskSlotsPerNode < 1) {
      throw new IllegalArgumentException("a pool has 0 or more nodes, each with 1 or more slots");
    }
  }
}
