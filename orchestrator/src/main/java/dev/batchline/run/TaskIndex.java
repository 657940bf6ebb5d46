package dev.batchline.run;

import dev.batchline.plan.PlanHeader;
import dev.batchline.plan.PlannedGroup;
import java.util.OptionalInt;

/** Finds tasks by their ids, without a table of all of them. */
public final class TaskIndex {

  private final PlanHeader plan;

  public TaskIndex(PlanHeader plan) {
    this.plan = plan;
  }

  /** The ordinal of a task; empty if the plan has none of that id. */
  public OptionalInt ordinal(String taskId) {
    for (PlannedGroup group : plan.groups()) {
      OptionalInt found = ordinal(group, taskId);
      if (found.isPresent()) {
        return found;
      }
    }
    return OptionalInt.empty();
  }

  private static OptionalInt ordinal(PlannedGroup group, String taskId) {
    int hyphen = taskId.lastIndexOf('-');
    int task = group.first();
    if (group.forEach()
        && hyphen == group.name().length()
        && taskId.length() - hyphen <= 10
        && taskId.chars().skip(hyphen + 1L).allMatch(c -> c >= '0' && c <= '9')
        && taskId.length() > hyphen + 1) {
      task = group.first() - 1 + Integer.parseInt(taskId.substring(hyphen + 1));
    }
    boolean inGroup = task >= group.first() && task < group.first() + group.count();
    return inGroup && group.taskId(task).equals(taskId)
        ? OptionalInt.of(task)
        : OptionalInt.empty();
  }
}
