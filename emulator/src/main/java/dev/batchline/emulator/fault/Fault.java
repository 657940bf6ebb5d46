package dev.batchline.emulator.fault;

import dev.batchline.emulator.model.BatchError;
import java.time.Duration;
import java.util.Optional;

/**
 * Something that goes wrong because somebody asked for it.
 *
 * <p>Times of answers are real; times of the platform (boots, a node's life) are Azure's and
 * divided by the emulator's pace.
 */
public sealed interface Fault {

  /** The same fault with its moment chosen by a random number from 0 to 1. */
  default Fault timed(double random) {
    return this;
  }

  /** Whether nothing else can go wrong at the same moment any more. */
  default boolean last() {
    return false;
  }

  /**
   * A request is refused before anything is done.
   *
   * @param retryAfter what the answer's Retry-After says, in whole seconds
   */
  record Refuse(BatchError error, Optional<Duration> retryAfter) implements Fault {
    @Override
    public boolean last() {
      return true;
    }
  }

  /** A request is refused because the quota for what it adds is reached. */
  record QuotaReached() implements Fault {}

  /**
   * The connection is closed without an answer.
   *
   * @param worked whether what was asked for has been done by then
   */
  record Drop(boolean worked) implements Fault {
    @Override
    public boolean last() {
      return true;
    }
  }

  /** An answer comes late. */
  record Delay(Duration by) implements Fault {}

  /** Task counts are those of some time ago. */
  record LateCounts(Duration by) implements Fault {}

  /**
   * A resize ends short.
   *
   * @param nodes of those that are missing still come
   */
  record AllocationFailed(ResizeErrorCode code, int nodes) implements Fault {}

  /** A node takes longer to start. */
  record SlowBoot(Duration by) implements Fault {}

  /**
   * A node stops working.
   *
   * @param after it has booted; empty for a node that never works
   */
  record Unusable(String code, Optional<Duration> after) implements Fault {
    @Override
    public Fault timed(double random) {
      return new Unusable(code, after.map(time -> scaled(time, random)));
    }
  }

  /** A Spot node is taken away some time after it has booted. */
  record Preempted(Duration after) implements Fault {
    @Override
    public Fault timed(double random) {
      return new Preempted(scaled(after, random));
    }
  }

  /** A start task fails each time it runs. */
  record StartTaskFailed(int exitCode) implements Fault {}

  /** Resource files can't be downloaded. */
  record DownloadFailed(TransferFailure failure) implements Fault {}

  /** Output files can't be uploaded. */
  record UploadFailed(TransferFailure failure) implements Fault {}

  /** A task finds its node's disk full; it fails, and the node can't be used any more. */
  record DiskFull() implements Fault {}

  private static Duration scaled(Duration time, double random) {
    return Duration.ofMillis((long) (time.toMillis() * random));
  }
}
