package dev.batchline.run;

import dev.batchline.base.Blame;
import java.util.OptionalInt;

/** Where a run stands; the last five are final. */
public enum RunStatus {
  /** Recorded; nothing else exists yet. */
  PLANNED(-1),
  /** Executables and inputs are on their way to Storage. */
  UPLOADING(-1),
  /** The target has it. */
  RUNNING(-1),
  /** All tasks have ended; outputs are being listed and copied. */
  COLLECTING(-1),
  SUCCEEDED(0),
  /** At least one task failed for good. */
  FAILED(Blame.WORKLOAD.exitCode()),
  /** Someone asked for its end. */
  CANCELLED(Blame.WORKLOAD.exitCode()),
  /** Its wall-clock limit passed. */
  TIMED_OUT(Blame.CAPACITY.exitCode()),
  /**
   * Its job was ended or deleted by someone, or it stood still for what does not pass by itself.
   */
  STOPPED(Blame.CAPACITY.exitCode());

  private final int exitCode;

  RunStatus(int exitCode) {
    this.exitCode = exitCode;
  }

  public boolean ended() {
    return exitCode >= 0;
  }

  /** Of a process that ends with the run; empty while it goes on. */
  public OptionalInt exitCode() {
    return ended() ? OptionalInt.of(exitCode) : OptionalInt.empty();
  }

  /** Whether a run in this state was ended before its tasks had. */
  public boolean brokenOff() {
    return this == CANCELLED || this == TIMED_OUT || this == STOPPED;
  }

  /** As records and people have it: {@code timed out}. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
