package dev.batchline.storage;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import org.jspecify.annotations.Nullable;

/**
 * The right to drive a run, held by one process at a time and renewed until it is closed.
 *
 * <p>A process that dies loses it within a minute.
 */
public interface RunLease extends AutoCloseable {

  /**
   * Code of the failure of a process that finds its lease gone, or another's line in the journal.
   */
  String LOST = "RunLeaseLost";

  /** False once someone else has it; whoever drives the run then stops at once. */
  boolean held();

  /**
   * Asks Storage whether this process still has it, and renews it if so: after a process was
   * stopped for long, {@link #held} tells what was so before.
   *
   * @throws RunException with the code {@link #LOST} if it has not
   */
  void confirm();

  /**
   * Replaces the run's record.
   *
   * @throws RunException with the code {@link #LOST} if the lease is lost
   */
  void writeRecord(byte[] record);

  /** Gives the lease back. */
  @Override
  void close();

  /** What a process is told, and tells, that does nothing more with a run. */
  static RunException lost(RunId run, @Nullable Throwable cause) {
    return new RunException(
            Blame.SERVICE,
            "go on with run " + run,
            "this process has lost its lease",
            "See who drives it with: batchline status " + run,
            cause)
        .withCode(LOST);
  }
}
