package dev.batchline.run;

/** Where a task stands. */
public enum TaskStatus {
  /** Was never submitted. */
  WAITING,
  /** An attempt was handed to the target, or is just about to be. */
  SUBMITTED,
  /** Its last attempt failed, and what follows is not decided yet. */
  UNDECIDED,
  /** Will be submitted again at some time. */
  RETRYING,
  SUCCEEDED,
  /** Doesn't run: an earlier run has its result. */
  REUSED,
  /** For good. */
  FAILED,
  /** A group it comes after failed, or it was left out of a rerun. */
  NOT_RUN;

  private static final TaskStatus[] ALL = values();

  /** A small number for tables in memory; it is never stored. */
  @SuppressWarnings("EnumOrdinal")
  byte index() {
    return (byte) ordinal();
  }

  static TaskStatus of(byte index) {
    return ALL[index];
  }

  static int size() {
    return ALL.length;
  }

  boolean ended() {
    return this == SUCCEEDED || this == REUSED || this == FAILED || this == NOT_RUN;
  }
}
