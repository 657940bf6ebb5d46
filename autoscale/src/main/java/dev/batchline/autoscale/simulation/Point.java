package dev.batchline.autoscale.simulation;

import java.time.Duration;

/**
 * The pool at one moment.
 *
 * @param targetNodes what it was told to have, of both kinds
 * @param bootingNodes paid for and not usable yet
 */
public record Point(
    Duration after,
    int targetNodes,
    int dedicatedNodes,
    int lowPriorityNodes,
    int bootingNodes,
    int preemptedNodes,
    long activeTasks,
    long runningTasks,
    double cost) {

  public int nodes() {
    return dedicatedNodes + lowPriorityNodes;
  }
}
