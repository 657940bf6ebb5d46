package dev.batchline.emulator.model;

/** Whether the number of a pool's nodes is changing. */
public enum AllocationState implements Wire {
  STEADY,
  RESIZING,
  STOPPING
}
