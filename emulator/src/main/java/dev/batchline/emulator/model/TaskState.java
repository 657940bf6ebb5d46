package dev.batchline.emulator.model;

/** State of a task. */
public enum TaskState implements Wire {
  ACTIVE,
  PREPARING,
  RUNNING,
  COMPLETED
}
