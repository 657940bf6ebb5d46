package dev.batchline.target.azurebatch;

import dev.batchline.plan.PlanHeader;
import dev.batchline.plan.PlannedGroup;
import dev.batchline.target.AttemptId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the id of a Batch task back into the attempt it stands for.
 *
 * <p>It needs the plan's groups and no list of tasks: {@code simulate-17-2} is the second attempt
 * at the 17th task of the group {@code simulate}.
 */
final class TaskNames {

  private static final Pattern NUMBERED = Pattern.compile("(.+)-([1-9][0-9]{0,8})");

  private final Map<String, PlannedGroup> groups = new HashMap<>();

  TaskNames(PlanHeader plan) {
    plan.groups().forEach(group -> groups.put(group.name(), group));
  }

  /** Empty for a task that is none of the plan's. */
  Optional<AttemptId> attempt(String batchTaskId) {
    Matcher attempt = NUMBERED.matcher(batchTaskId);
    if (!attempt.matches()) {
      return Optional.empty();
    }
    String taskId = attempt.group(1);
    int number = Integer.parseInt(attempt.group(2));
    return ordinal(taskId).map(ordinal -> new AttemptId(ordinal, taskId, number));
  }

  private Optional<Integer> ordinal(String taskId) {
    PlannedGroup single = groups.get(taskId);
    if (single != null && !single.forEach()) {
      return Optional.of(single.first());
    }
    Matcher task = NUMBERED.matcher(taskId);
    if (!task.matches()) {
      return Optional.empty();
    }
    PlannedGroup group = groups.get(task.group(1));
    int number = Integer.parseInt(task.group(2));
    return group != null && group.forEach() && number <= group.count()
        ? Optional.of(group.first() + number - 1)
        : Optional.empty();
  }

  /** The group of that name. */
  Optional<PlannedGroup> group(String name) {
    return Optional.ofNullable(groups.get(name));
  }
}
