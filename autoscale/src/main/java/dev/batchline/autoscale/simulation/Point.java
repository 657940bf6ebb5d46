package dev.batchline.autoscale.simulation;

import java.time.Duration;

/**
 * The pool at one moment.
 *
 * @param targetNodes what it was told to have, of both kinds
 * @param bootingNodes paid for and not usable yet
 * @param longestWait for how long the first of the tasks that have never run has waited
 * @param idleCoreHours of ready nodes so far, in the measure of their free slots
 * @param cost so far
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
    Duration longestWait,
    double idleCoreHours,
    double cost) {

  public int nodes() {
    return dedicatedNodes + lowPriorityNodes;
  }
}
