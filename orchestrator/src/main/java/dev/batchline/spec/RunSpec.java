package dev.batchline.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A job file that was read and found right: every name in it resolves, every value is in range.
 *
 * @param file the job file
 * @param parameters with their final values, as text
 * @param app files staged once per node into {@code BATCHLINE_APP_DIR}
 * @param inputs files staged once per node into {@code BATCHLINE_INPUT_DIR}
 * @param groups in an order in which each follows those it comes after
 * @param texts every file whose text was read for this: job file, pool templates, tables
 */
public record RunSpec(
    Path file,
    String name,
    Map<String, String> parameters,
    List<ProjectFile> app,
    List<ProjectFile> inputs,
    PoolSpec pool,
    List<TaskGroup> groups,
    RetryRules retry,
    Limits limits,
    List<Path> texts) {

  public RunSpec {
    parameters = Map.copyOf(parameters);
    app = List.copyOf(app);
    inputs = List.copyOf(inputs);
    groups = List.copyOf(groups);
    texts = List.copyOf(texts);
  }
}
