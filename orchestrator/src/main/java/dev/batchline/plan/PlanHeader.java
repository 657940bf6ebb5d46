package dev.batchline.plan;

import dev.batchline.spec.Limits;
import dev.batchline.spec.RetryRules;
import java.util.List;
import java.util.Map;

/**
 * All of a plan but its tasks: the first line of {@code plan.ndjson.gz}.
 *
 * @param name of the run, as in the job file
 * @param parameters of the job file with their final values, as text
 * @param app files staged once per node into {@code BATCHLINE_APP_DIR}
 * @param inputs files staged once per node into {@code BATCHLINE_INPUT_DIR}
 * @param groups in an order in which each follows those it comes after; ordinals ascend
 */
public record PlanHeader(
    String name,
    Map<String, String> parameters,
    List<StagedFile> app,
    List<StagedFile> inputs,
    PlannedPool pool,
    List<PlannedGroup> groups,
    RetryRules retry,
    Limits limits) {

  public PlanHeader {
    parameters = Map.copyOf(parameters);
    app = List.copyOf(app);
    inputs = List.copyOf(inputs);
    groups = List.copyOf(groups);
  }

  /** How many tasks the plan has. */
  public int taskCount() {
    return groups.stream().mapToInt(PlannedGroup::count).sum();
  }

  /** The group that the task with this ordinal belongs to. */
  public PlannedGroup groupOf(int ordinal) {
    return groups.stream()
        .filter(group -> ordinal >= group.first() && ordinal < group.first() + group.count())
        .findFirst()
        .orElseThrow(() -> new IndexOutOfBoundsException("no task " + ordinal));
  }

  /** The group of this name. */
  public PlannedGroup group(String groupName) {
    return groups.stream()
        .filter(group -> group.name().equals(groupName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no group " + groupName));
  }

  public String taskId(int ordinal) {
    return groupOf(ordinal).taskId(ordinal);
  }
}
