package dev.batchline.emulator.model;

/** State of a pool; one that is deleted is gone. */
public enum PoolState implements Wire {
  ACTIVE,
  DELETING
}
