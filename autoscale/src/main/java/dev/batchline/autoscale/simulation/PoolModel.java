package dev.batchline.autoscale.simulation;

import dev.batchline.autoscale.AutoscaleSettings;
import java.util.Objects;

/**
 * The pool as its template describes it.
 *
 * @param mostDedicatedNodes what the account's quota allows, whatever the formula wants
 * @param mostLowPriorityNodes likewise
 */
public record PoolModel(
    AutoscaleSettings settings,
    int taskSlotsPerNode,
    int mostDedicatedNodes,
    int mostLowPriorityNodes) {

  public PoolModel {
    Objects.requireNonNull(settings);
    if (taskSlotsPerNode < 1 || mostDedicatedNodes < 0 || mostLowPriorityNodes < 0) {
      throw new IllegalArgumentException("a node has 1 or more slots, quotas are not negative");
    }
  }
}
