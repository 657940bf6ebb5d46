package dev.batchline.spec;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of {@code tasks}: what its tasks have in common, and in which they differ.
 *
 * @param after names of the groups whose tasks must all have succeeded before, also those it reads
 * @param forEach empty for a single task
 * @param inputs files for each of its tasks
 * @param outputs globs relative to the working directory
 */
public record TaskGroup(
    String name,
    List<String> after,
    Optional<ForEach> forEach,
    Command command,
    Map<String, TextTemplate> environment,
    List<ProjectFile> inputs,
    List<EarlierFiles> earlier,
    List<TextTemplate> outputs,
    Optional<Duration> timeLimit,
    int slots) {

  public TaskGroup {
    after = List.copyOf(after);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    inputs = List.copyOf(inputs);
    earlier = List.copyOf(earlier);
    outputs = List.copyOf(outputs);
  }

  /** How many tasks it has. */
  public int size() {
    return forEach.map(each -> Math.toIntExact(each.size())).orElse(1);
  }

  /** What its tasks run. */
  public sealed interface Command {

    /** One text for the node's shell. */
    record Shell(TextTemplate line) implements Command {}

    /** A program and its arguments. */
    record Arguments(List<TextTemplate> arguments) implements Command {
      public Arguments {
        arguments = List.copyOf(arguments);
      }
    }
  }

  /**
   * Outputs of another group that its tasks read.
   *
   * @param files a glob over the paths of that group's outputs
   */
  public record EarlierFiles(String group, TextTemplate files) {}
}
