package dev.batchline.run;

import dev.batchline.storage.CollectProgress;
import dev.batchline.storage.UploadProgress;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Outcome;
import java.time.Duration;
import java.util.Optional;

/**
 * Told how a run goes on, in order.
 *
 * <p>The methods return soon. {@link #uploading} and {@link #collecting} may be called by several
 * threads, the others by the one that drives the run.
 */
public interface RunListener {

  /** The record was written with another state. */
  default void phase(RunRecord record) {}

  default void uploading(UploadProgress progress) {}

  /** After each look at the target, and after each submission. */
  default void observed(RunProgress progress) {}

  /**
   * An attempt failed.
   *
   * @param retry after which time its task is tried again; empty if the task failed for good
   */
  default void attemptFailed(AttemptId attempt, Outcome.Failed outcome, Optional<Duration> retry) {}

  default void collecting(CollectProgress progress) {}

  /** Something the person should do something about, one sentence. */
  default void warning(String sentence) {
    notice(sentence);
  }

  /** Something the person should know, one sentence. */
  default void notice(String sentence) {}
}
