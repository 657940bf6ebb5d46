package dev.batchline.storage;

/**
 * The right to drive a run, held by one process at a time and renewed until it is closed.
 *
 * <p>A process that dies loses it within a minute.
 */
public interface RunLease extends AutoCloseable {

  /** False once someone else has it; whoever drives the run then stops at once. */
  boolean held();

  /**
   * Replaces the run's record.
   *
   * @throws dev.batchline.base.RunException if the lease is lost
   */
  void writeRecord(byte[] record);

  /** Gives the lease back. */
  @Override
  void close();
}
