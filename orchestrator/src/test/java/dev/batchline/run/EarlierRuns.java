package dev.batchline.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.batchline.base.Interruption;
import dev.batchline.base.ManualTimeline;
import dev.batchline.base.RunId;
import dev.batchline.plan.PlannedRun;
import dev.batchline.plan.TaskKeys;
import dev.batchline.storage.Collector;
import dev.batchline.storage.MemoryFileStore;
import dev.batchline.storage.RunStore;
import dev.batchline.target.AttemptId;
import dev.batchline.target.FailureKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Runs one after the other, each on a target that knows no other one. */
final class EarlierRuns {

  final MemoryFileStore files = new MemoryFileStore();
  private final ManualTimeline timeline = new ManualTimeline();
  private final Path directory;
  private SimulatedTarget target = new SimulatedTarget(timeline, EarlierRuns::success);
  private Function<AttemptId, SimulatedTarget.Fate> next = EarlierRuns::success;

  EarlierRuns(Path directory) {
    this.directory = directory;
  }

  /** In the next run these tasks fail for good. */
  void failing(String... tasks) {
    Set<String> failing = Set.of(tasks);
    next = id -> failing.contains(id.taskId()) ? failure() : success(id);
  }

  /** Leaves an output of each task that ran. */
  RunResult run(RunId id, TestPlan plan, Takeover takeover, TaskKeys keys) {
    target = new SimulatedTarget(timeline, next);
    next = EarlierRuns::success;
    target.onSuccess = task -> files.put(id, "output/" + task + "/out.txt", task.getBytes(UTF_8));
    PlannedRun planned = new PlannedRun(plan, List.of());
    RunOptions options = new RunOptions(directory, Pace.CLOUD, false, new Interruption());
    return new Runner(files, target, timeline, new RunListener() {})
        .start(new NewRun(id, planned, Map.of()).with(takeover, keys), options);
  }

  RunResult run(RunId id, TestPlan plan) {
    return run(id, plan, Takeover.none(plan.header().taskCount()), TaskKeys.of(plan));
  }

  /** Writes the manifest anew. */
  void collect(RunId id) {
    RunStore store = files.run(id);
    new Collector(RunOutputs.of(store, files, history(id)), directory, progress -> {})
        .collect(new Interruption());
  }

  RunHistory history(RunId id) {
    return new Runs(files).history(id);
  }

  SimulatedTarget target() {
    return target;
  }

  /** Attempts of the last run. */
  Set<String> submitted() {
    Set<String> ids = new TreeSet<>();
    target.taken.keySet().forEach(id -> ids.add(id.value()));
    return ids;
  }

  /** The run that made each task's output, as the manifest of the last run has it. */
  Map<String, String> producers() throws IOException {
    JsonNode manifest = new JsonMapper().readTree(directory.resolve("manifest.json").toFile());
    Map<String, String> producers = new TreeMap<>();
    manifest
        .get("outputs")
        .forEach(o -> producers.put(o.get("task").asText(), o.get("run").asText()));
    return producers;
  }

  private static SimulatedTarget.Fate success(AttemptId id) {
    return new SimulatedTarget.Fate(Duration.ofSeconds(20L + id.ordinal()), Optional.empty(), 0);
  }

  private static SimulatedTarget.Fate failure() {
    return new SimulatedTarget.Fate(Duration.ofSeconds(1), Optional.of(FailureKind.EXIT_CODE), 64);
  }
}
