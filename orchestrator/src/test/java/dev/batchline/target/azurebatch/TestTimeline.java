package dev.batchline.target.azurebatch;

import dev.batchline.base.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that moves only when someone sleeps, and remembers for how long they did. */
final class TestTimeline implements Timeline {

  private Instant now;
  private final List<Duration> sleeps = new ArrayList<>();

  TestTimeline(Instant now) {
    this.now = now;
  }

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized void sleep(Duration duration) {
    if (!duration.isZero() && !duration.isNegative()) {
      sleeps.add(duration);
      now = now.plus(duration);
    }
  }

  synchronized List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }
}
