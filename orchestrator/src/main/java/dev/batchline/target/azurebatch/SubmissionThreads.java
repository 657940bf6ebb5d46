package dev.batchline.target.azurebatch;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that call the account about many tasks at once, one for each connection. */
final class SubmissionThreads {

  private SubmissionThreads() {}

  static ExecutorService open() {
    AtomicInteger number = new AtomicInteger();
    return Executors.newFixedThreadPool(
        BatchConnection.CONNECTIONS,
        work -> {
          Thread thread = new Thread(work, "batch-submit-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** What a thread has found; what it has thrown is thrown. */
  static <T> T joined(Future<T> future, String action) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException(
          Blame.SERVICE, action, "the wait for Azure Batch was interrupted", "", e);
    }
  }
}
