package dev.batchline.target.azurebatch;

import dev.batchline.base.Timeline;
import java.time.Duration;
import java.time.Instant;

/** A gate before the account: when the service asks one caller to wait, all do. */
final class Throttle {

  private final Timeline timeline;
  private Instant opens = Instant.EPOCH;

  Throttle(Timeline timeline) {
    this.timeline = timeline;
  }

  /** Zero when calls may go through now. */
  synchronized Duration untilOpen() {
    Duration left = Duration.between(timeline.now(), opens);
    return left.isNegative() ? Duration.ZERO : left;
  }

  synchronized void closeFor(Duration pause) {
    Instant reopens = timeline.now().plus(pause);
    opens = reopens.isAfter(opens) ? reopens : opens;
  }
}
