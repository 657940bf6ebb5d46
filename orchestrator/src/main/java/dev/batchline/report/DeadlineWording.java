package dev.batchline.report;

import dev.batchline.run.RunDeadline;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A deadline as people read it. */
public final class DeadlineWording {

  private DeadlineWording() {}

  /**
   * How it went, as a sentence without a full stop.
   *
   * @param done when the last task had ended; empty when that is not known
   */
  public static String verdict(RunDeadline deadline, Optional<Instant> done) {
    String by =
        done.map(end -> Duration.between(end, deadline.at()).abs())
            .map(Wording::duration)
            .orElse("");
    return "the deadline "
        + name(deadline)
        + (deadline.missed()
            ? " was missed" + (by.isEmpty() ? "" : " by " + by)
            : " was met" + (by.isEmpty() ? "" : ", " + by + " before it"));
  }

  public static String name(RunDeadline deadline) {
    String at = deadline.at().toString();
    return deadline.text().equals(at) ? at : deadline.text() + " (" + at + ")";
  }
}
