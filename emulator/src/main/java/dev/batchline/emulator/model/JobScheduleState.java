package dev.batchline.emulator.model;

/** State of a job schedule. */
public enum JobScheduleState implements Wire {
  ACTIVE,
  COMPLETED,
  DISABLED,
  TERMINATING,
  DELETING
}
