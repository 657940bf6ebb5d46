package dev.batchline.autoscale.simulation;

import java.time.Duration;

/**
 * What a pool's nodes are like.
 *
 * @param bootTime from the decision to add a node until it takes tasks, start task included
 * @param preemptionsPerHour how often a low-priority node is taken away, on average; 0 for never
 * @param preemptionPause how long until a node taken away is given back and boots again
 * @param dedicatedPrice of a node for an hour, from allocation to release
 */
public record NodeModel(
    Duration bootTime,
    double preemptionsPerHour,
    Duration preemptionPause,
    int cores,
    double dedicatedPrice,
    double lowPriorityPrice) {

  public NodeModel {
    if (bootTime.isNegative() || preemptionPause.isNegative() || cores < 1) {
      throw new IllegalArgumentException("times are not negative, a node has 1 or more cores");
    }
    if (!(preemptionsPerHour >= 0) || !(dedicatedPrice >= 0) || !(lowPriorityPrice >= 0)) {
      throw new IllegalArgumentException("rates and prices are not negative");
    }
  }
}
