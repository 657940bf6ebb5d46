package dev.batchline.plan;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One unit of work, complete: nothing in it depends on the machine that planned it.
 *
 * @param ordinal 0-based position among all tasks of the plan; tasks of a group are contiguous
 * @param id {@code <group>} for a group of one without {@code forEach}, else {@code <group>-<n>}
 *     with n from 1; at most 58 characters of {@code [A-Za-z0-9_-]}
 * @param inputs files for this task alone, staged into its working directory
 * @param outputs globs relative to the working directory
 * @param timeLimit of one attempt
 * @param slots of its node that it occupies, 1 or more
 */
public record PlannedTask(
    int ordinal,
    String id,
    String group,
    Invocation invocation,
    Map<String, String> environment,
    List<StagedFile> inputs,
    List<EarlierOutput> earlierOutputs,
    List<String> outputs,
    Optional<Duration> timeLimit,
    int slots) {

  public PlannedTask {
    environment = Map.copyOf(environment);
    inputs = List.copyOf(inputs);
    earlierOutputs = List.copyOf(earlierOutputs);
    outputs = List.copyOf(outputs);
  }
}
