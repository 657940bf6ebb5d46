package dev.batchline.storage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;

/**
 * A bounded number of blocks in memory, each used again and again: made anew, they would be most of
 * what a process that sends a large file allocates.
 *
 * <p>Few are given out at first, and one more with each that comes back. Calls that begin together
 * in a process that has made none before would all be slow, and the first one late.
 */
final class BlockBuffers {

  private static final int AT_FIRST = 3;

  private final Semaphore room;
  private final int most;
  private final int size;
  private final Deque<byte[]> free = new ArrayDeque<>();

  /** How many can be given out by now. */
  private int given;

  /**
   * @param most blocks in memory at once
   * @param size of a block, unless a larger one is asked for
   */
  BlockBuffers(int most, int size) {
    this.room = new Semaphore(Math.min(most, AT_FIRST));
    this.most = most;
    this.given = Math.min(most, AT_FIRST);
    this.size = size;
  }

  /**
   * Waits until there is room for one more.
   *
   * @param wanted its size; blocks above the usual size are made anew
   * @return a block with unknown content, to be given back
   */
  byte[] take(int wanted) throws InterruptedException {
    room.acquire();
    if (wanted > size) {
      return new byte[wanted];
    }
    synchronized (free) {
      return free.isEmpty() ? new byte[size] : free.pop();
    }
  }

  void giveBack(byte[] block) {
    synchronized (free) {
      if (block.length == size) {
        free.push(block);
      }
      if (given < most) {
        given++;
        room.release();
      }
    }
    room.release();
  }
}
