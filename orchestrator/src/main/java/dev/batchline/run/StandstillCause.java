package dev.batchline.run;

import java.util.Locale;

/** Why nothing of a run runs, or not all of it; the words in documents are part of the contract. */
public enum StandstillCause {
  NOT_DRIVEN,
  CANCELLING,
  UPLOADING,
  COLLECTING,
  JOB_GONE,
  JOB_ENDED,
  JOB_DISABLED,
  /** Tasks run: no standstill at all. */
  RUNNING,
  /** Tasks run in all slots there are, others wait for one. */
  SLOTS_TAKEN,
  POOL_GONE,
  START_TASK_FAILS,
  STAGING_FAILS,
  NODES_UNUSABLE,
  FORMULA_FAILS,
  QUOTA_USED_UP,
  NO_CAPACITY,
  RESIZE_STOPPED,
  RESIZE_FAILED,
  NODES_BOOTING,
  NODES_PREEMPTED,
  POOL_RESIZING,
  FORMULA_WANTS_NONE,
  FORMULA_NOT_EVALUATED,
  POOL_EMPTY,
  NODES_OFFLINE,
  NODES_IDLE,
  WAITING_FOR_RETRY,
  WAITING_FOR_GROUP,
  SETTLING,
  UNKNOWN;

  /** As in documents: {@code quota-used-up}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
