package dev.batchline.autoscale.simulation;

import dev.batchline.autoscale.EvaluationOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * All that a simulation depends on: equal scenarios give equal results.
 *
 * @param start when the pool is created and first evaluated: formulas can ask for the hour
 * @param horizon when to stop at the latest, counted from the start
 * @param options of the evaluations; their seed serves durations and preemptions, too
 */
public record Scenario(
    PoolModel pool,
    NodeModel nodes,
    List<Arrival> arrivals,
    Instant start,
    Duration horizon,
    EvaluationOptions options) {

  /** A year: what is longer is a mistake in a unit. */
  public static final Duration LONGEST = Duration.ofDays(366);

  public Scenario {
    Objects.requireNonNull(pool);
    Objects.requireNonNull(nodes);
    Objects.requireNonNull(start);
    Objects.requireNonNull(options);
    arrivals = arrivals.stream().sorted(Comparator.comparing(Arrival::after)).toList();
    if (horizon.isNegative() || horizon.isZero() || horizon.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a simulation lasts more than 0 and at most a year");
    }
    for (Arrival arrival : arrivals) {
      if (arrival.kind().slots() > pool.taskSlotsPerNode()) {
        throw new IllegalArgumentException(
            "a task needs "
                + arrival.kind().slots()
                + " slots, a node has "
                + pool.taskSlotsPerNode());
      }
    }
  }
}
