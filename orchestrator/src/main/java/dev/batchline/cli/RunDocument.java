package dev.batchline.cli;

import dev.batchline.run.RunRecord;
import dev.batchline.run.RunResult;
import dev.batchline.run.TaskCounts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs as JSON documents; the names in them are part of the contract. */
final class RunDocument {

  private RunDocument() {}

  /** How driving a run ended. */
  static Map<String, Object> of(RunResult result) {
    Map<String, Object> document = of(result.record());
    document.put("exitCode", result.exitCode());
    document.put("ending", ending(result.ending()));
    document.put(
        "outputs",
        result.collected().isPresent()
            ? result.directory().toAbsolutePath().resolve("output").toString()
            : result.outputsLocation());
    document.put("directory", result.directory().toAbsolutePath().toString());
    document.put("storage", result.outputsLocation());
    document.put("usage", result.usage());
    document.put("failed", result.failed().stream().map(RunDocument::failed).toList());
    result
        .collected()
        .ifPresent(c -> document.put("collected", Map.of("files", c.files(), "bytes", c.bytes())));
    return document;
  }

  /** A run as its record has it. */
  static Map<String, Object> of(RunRecord run) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("runId", run.runId());
    document.put("name", run.name());
    document.put("state", lower(run.state()));
    document.put("exitCode", run.exitCode());
    document.put("tasks", tasks(run.tasks()));
    document.put("message", run.message());
    document.put("target", run.target());
    document.put("times", run.times());
    run.times()
        .ended()
        .map(
            end ->
                Duration.ofMillis(Duration.between(run.times().created(), end).toMillis())
                    .toString())
        .ifPresent(took -> document.put("duration", took));
    run.rerunOf().ifPresent(earlier -> document.put("rerunOf", earlier));
    if (!run.reusedRuns().isEmpty()) {
      document.put("reusedRuns", run.reusedRuns());
    }
    run.holder().ifPresent(holder -> document.put("holder", holder));
    if (!run.build().isEmpty()) {
      document.put("build", run.build());
    }
    return document;
  }

  static List<Map<String, Object>> of(List<RunRecord> runs) {
    return runs.stream().map(RunDocument::of).toList();
  }

  private static Map<String, Object> tasks(TaskCounts tasks) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("total", tasks.total());
    counts.put("waiting", tasks.waiting());
    counts.put("running", tasks.running());
    counts.put("succeeded", tasks.succeeded());
    counts.put("failed", tasks.failed());
    counts.put("notRun", tasks.notRun());
    counts.put("reused", tasks.reused());
    return counts;
  }

  private static Map<String, Object> failed(dev.batchline.run.FailedTask task) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("task", task.last().taskId());
    document.put("attempts", task.last().number());
    document.put("kind", lower(task.outcome().kind()));
    if (task.outcome().exitCode().isPresent()) {
      document.put("exitCode", task.outcome().exitCode().getAsInt());
    }
    document.put("code", task.outcome().code());
    document.put("message", task.outcome().message());
    document.put("logs", task.logs());
    return document;
  }

  private static String ending(RunResult.Ending ending) {
    return switch (ending) {
      case ENDED -> "ended";
      case DETACHED -> "detached";
      case INTERRUPTED -> "interrupted";
      case TAKEN_OVER -> "takenOver";
    };
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
