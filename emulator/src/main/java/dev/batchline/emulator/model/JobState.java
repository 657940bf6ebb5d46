package dev.batchline.emulator.model;

/** State of a job; one that is deleted is gone. */
public enum JobState implements Wire {
  ACTIVE,
  DISABLING,
  DISABLED,
  ENABLING,
  TERMINATING,
  COMPLETED,
  DELETING
}
