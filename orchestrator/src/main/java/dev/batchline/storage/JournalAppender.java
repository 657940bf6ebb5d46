package dev.batchline.storage;

/** Writes to the end of one run's journal; one process at a time does. */
public interface JournalAppender {

  /**
   * Appends whole lines; they are in Storage, all of them, when this returns.
   *
   * <p>Doing it again after a failure never writes lines twice.
   *
   * @throws dev.batchline.base.RunException also if someone else has appended since
   */
  void append(byte[] lines);
}
