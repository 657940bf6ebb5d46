package dev.batchline.base;

import java.time.Duration;
import java.time.Instant;

/** The clock and the only way to wait; tests advance one of their own. */
public interface Timeline {

  Instant now();

  /**
   * Waits; returns at once for zero and negative durations.
   *
   * @throws InterruptedException if the waiting thread is interrupted
   */
  void sleep(Duration duration) throws InterruptedException;

  /** The time of this machine. */
  static Timeline system() {
    return new Timeline() {
      @Override
      public Instant now() {
        return Instant.now();
      }

      @Override
      public void sleep(Duration duration) throws InterruptedException {
        if (!duration.isNegative() && !duration.isZero()) {
          Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
        }
      }
    };
  }
}
