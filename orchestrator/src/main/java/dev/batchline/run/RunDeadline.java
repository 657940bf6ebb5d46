package dev.batchline.run;

import java.time.Instant;

/**
 * When a run is to be done; fixed when it begins, whoever drives it on.
 *
 * @param text as in the job file
 * @param cancels whether the run is ended then; else it runs on
 * @param missed whether the run was not done by then; only known of one that has ended
 */
public record RunDeadline(Instant at, String text, boolean cancels, boolean missed) {

  RunDeadline withMissed(boolean now) {
    return new RunDeadline(at, text, cancels, now);
  }

  /** For sentences: {@code 06:00 Europe/London (2026-11-22T06:00:00Z)}. */
  String told() {
    return text.equals(at.toString()) ? text : text + " (" + at + ")";
  }
}
