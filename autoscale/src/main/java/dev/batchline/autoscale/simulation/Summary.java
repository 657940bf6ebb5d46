package dev.batchline.autoscale.simulation;

import java.time.Duration;
import java.util.Optional;

/**
 * A simulation in figures.
 *
 * @param finished when the last task ended; empty when some were left at the horizon
 * @param simulated how much time was played
 */
public record Summary(
    Tasks tasks, Waiting waiting, Usage usage, Optional<Duration> finished, Duration simulated) {

  /**
   * Counts of tasks.
   *
   * @param requeued how often one lost its node and waited again
   */
  public record Tasks(
      long arrived, long succeeded, long terminated, long unfinished, long requeued) {}

  /** From arrival to the first start. */
  public record Waiting(Duration mean, Duration median, Duration percentile95, Duration longest) {}

  /**
   * What the pool used.
   *
   * @param idleCoreHours of ready nodes, in the measure of their free slots
   * @param bootCoreHours of nodes paid for that took no tasks yet
   * @param cost in the currency of the prices
   */
  public record Usage(
      int mostNodes,
      int preemptions,
      double busyCoreHours,
      double idleCoreHours,
      double bootCoreHours,
      double cost) {}
}
