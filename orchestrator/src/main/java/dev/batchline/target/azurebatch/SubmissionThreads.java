package dev.batchline.target.azurebatch;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that call the account about many tasks at once, one for each connection, and a few that
 * write what these will send.
 */
final class SubmissionThreads implements AutoCloseable {

  /** More would only take turns: what is written is soon more than what can be sent. */
  private static final int WRITERS = Math.min(4, Runtime.getRuntime().availableProcessors());

  private final ExecutorService calls = named("batch-submit-", BatchConnection.CONNECTIONS);
  private final ExecutorService writers = named("batch-write-", WRITERS);

  ExecutorService calls() {
    return calls;
  }

  ExecutorService writers() {
    return writers;
  }

  private static ExecutorService named(String prefix, int count) {
    AtomicInteger number = new AtomicInteger();
    return Executors.newFixedThreadPool(
        count,
        work -> {
          Thread thread = new Thread(work, prefix + number.incrementAndGet());
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

  @Override
  public void close() {
    calls.shutdownNow();
    writers.shutdownNow();
  }
}
