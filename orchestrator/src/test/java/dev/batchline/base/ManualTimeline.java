package dev.batchline.base;

import java.time.Duration;
import java.time.Instant;

/** Time that passes only when someone sleeps. */
public final class ManualTimeline implements Timeline {

  private Instant now = Instant.parse("2026-11-21T06:00:00Z");

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized void sleep(Duration duration) {
    if (!duration.isNegative()) {
      now = now.plus(duration);
    }
  }
}
