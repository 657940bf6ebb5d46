package dev.batchline.autoscale.simulation;

import java.time.Duration;
import java.util.Objects;

/**
 * Tasks that are added together.
 *
 * @param after since the pool was created
 */
public record Arrival(Duration after, int tasks, TaskKind kind) {

  public Arrival {
    Objects.requireNonNull(kind);
    if (after.isNegative() || tasks < 1) {
      throw new IllegalArgumentException("1 or more tasks arrive, not before the pool is there");
    }
  }
}
