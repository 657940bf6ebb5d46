package dev.batchline.autoscale.simulation;

import java.time.Duration;

/**
 * What tasks of one arrival have in common.
 *
 * @param duration of a task on a node
 * @param spread 0 to 1: durations are spread evenly from (1 - spread) to (1 + spread) times that
 * @param slots task slots that one needs on a node
 */
public record TaskKind(Duration duration, double spread, int slots) {

  public TaskKind {
    if (duration.isNegative() || !(spread >= 0 && spread <= 1) || slots < 1) {
      throw new IllegalArgumentException(
          "a task lasts 0 or more, spreads by 0 to 1 and needs 1 or more slots");
    }
  }
}
