package dev.batchline.report;

import dev.batchline.run.RunDeadline;
import dev.batchline.run.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A deadline as people read it. */
public final class DeadlineWording {

  private DeadlineWording() {}

  /**
   * How it went, as a sentence without a full stop; empty when there was none, and of a run that
   * was ended before its tasks had: it met none, and its message says what ended it.
   *
   * @param done when the last task had ended; empty when that is not known
   */
  public static Optional<String> verdict(RunRecord record, Optional<Instant> done) {
    return record
        .times()
        .deadline()
        .filter(deadline -> !record.state().brokenOff())
        .map(deadline -> verdict(deadline, done));
  }

  private static String verdict(RunDeadline deadline, Optional<Instant> done) {
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
