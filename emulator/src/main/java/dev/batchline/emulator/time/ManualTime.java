package dev.batchline.emulator.time;

import java.time.Duration;
import java.time.Instant;

/** A clock that stands still until it is told to advance; any thread may read and advance it. */
public final class ManualTime implements ServiceTime {

  private volatile Instant now;

  public ManualTime(Instant start) {
    this.now = start;
  }

  /** Lets time pass; it never goes back. */
  public synchronized void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("time can't go back: " + step);
    }
    now = now.plus(step);
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public double pace() {
    return 1;
  }
}
