package dev.batchline.emulator.node;

import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps freshly written programs from being "busy" when they are started.
 *
 * <p>A child that is forked while another thread has a file open for writing inherits that open
 * file until it replaces itself by its own program; who executes the file within that moment gets
 * "Text file busy", measured in about 2% of the starts. Writers needn't be held up for this: it is
 * enough that, after they have closed their files, they wait until every start that was under way
 * is over. Starts share a lock, and to wait is to get that lock alone, once.
 */
final class ForkBarrier {

  private final ReentrantReadWriteLock starts = new ReentrantReadWriteLock(true);

  /** Starts a process; many threads may at once. */
  Process start(ProcessBuilder builder) throws IOException {
    starts.readLock().lock();
    try {
      return builder.start();
    } finally {
      starts.readLock().unlock();
    }
  }

  /** Returns when no child has a file open that the caller has closed before. */
  void awaitStartsUnderWay() {
    Lock alone = starts.writeLock();
    alone.lock();
    try {
      return; // to have had it is all
    } finally {
      alone.unlock();
    }
  }
}
