package dev.batchline.run;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.storage.RunBlobs;
import dev.batchline.storage.RunStore;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Finds what a person needs to know of the tasks that failed. */
final class FailedTasks {

  /** How many bytes of stderr are told. */
  static final int TAIL = 4096;

  private static final int READERS = 16;

  private FailedTasks() {}

  /**
   * @param fromNode the end of an attempt's stderr, asked for only when Storage has none; by
   *     several threads
   */
  static List<FailedTask> of(
      RunState state, RunStore store, Function<AttemptId, Optional<String>> fromNode) {
    List<Map.Entry<Integer, Outcome.Failed>> failures =
        state.failures().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .limit(RunResult.FAILURES)
            .toList();
    if (failures.isEmpty()) {
      return List.of();
    }
    ExecutorService readers = Executors.newFixedThreadPool(READERS, FailedTasks::reader);
    try {
      List<Future<FailedTask>> reads =
          failures.stream()
              .map(
                  each ->
                      readers.submit(
                          () -> failed(state, each.getKey(), each.getValue(), store, fromNode)))
              .toList();
      return reads.stream().map(FailedTasks::joined).toList();
    } finally {
      readers.shutdownNow();
    }
  }

  private static Thread reader(Runnable work) {
    Thread thread = new Thread(work, "failed-tasks");
    thread.setDaemon(true);
    return thread;
  }

  private static FailedTask joined(Future<FailedTask> read) {
    try {
      return read.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException(Blame.SERVICE, "read why tasks failed", "it was interrupted", "", e);
    }
  }

  private static FailedTask failed(
      RunState state,
      int task,
      Outcome.Failed outcome,
      RunStore store,
      Function<AttemptId, Optional<String>> fromNode) {
    AttemptId id = new AttemptId(task, state.plan().taskId(task), state.attempts(task));
    String logs = RunBlobs.logs(id.taskId(), id.number());
    String tail =
        store
            .tail(logs + "stderr.txt", TAIL)
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .or(() -> fromNode.apply(id))
            .orElse("");
    return new FailedTask(id, outcome, tail, logs);
  }
}
