package dev.batchline.run;

import dev.batchline.storage.RunBlobs;
import dev.batchline.storage.RunStore;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds what a person needs to know of the tasks that failed. */
final class FailedTasks {

  /** How many bytes of stderr are told. */
  static final int TAIL = 4096;

  private FailedTasks() {}

  /**
   * @param fromNode the end of an attempt's stderr, asked for only when Storage has none
   */
  static List<FailedTask> of(
      RunState state, RunStore store, Function<AttemptId, Optional<String>> fromNode) {
    return state.failures().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .limit(RunResult.FAILURES)
        .map(each -> failed(state, each.getKey(), each.getValue(), store, fromNode))
        .toList();
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
