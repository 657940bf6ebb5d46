package dev.batchline.autoscale;

import java.util.Objects;

/**
 * What an evaluation tells the pool to become: whole numbers of nodes, truncated toward zero, never
 * negative.
 */
public record Targets(
    int dedicatedNodes, int lowPriorityNodes, NodeDeallocationOption deallocationOption) {

  public Targets {
    if (dedicatedNodes < 0 || lowPriorityNodes < 0) {
      throw new IllegalArgumentException("a pool has 0 or more nodes");
    }
    Objects.requireNonNull(deallocationOption);
  }
}
