package dev.batchline.report;

import java.time.Duration;
import java.util.Optional;

/**
 * One task as a test result.
 *
 * @param message why it failed or did not run here; empty when it succeeded
 * @param tail last lines of stderr of a failed task
 */
public record TaskLine(
    String id,
    String group,
    Result result,
    int attempts,
    Optional<Duration> duration,
    String message,
    String tail) {

  /** What became of it. */
  public enum Result {
    SUCCEEDED,
    /** An earlier run has its result. */
    REUSED,
    FAILED,
    NOT_RUN
  }
}
