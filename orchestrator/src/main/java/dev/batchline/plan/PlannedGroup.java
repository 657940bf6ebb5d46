package dev.batchline.plan;

import java.util.List;

/**
 * A group of tasks, those with ordinals {@code first} to {@code first + count - 1}.
 *
 * @param forEach whether the ids of its tasks carry a number
 * @param after names of groups whose tasks must all have succeeded before
 */
public record PlannedGroup(String name, int first, int count, boolean forEach, List<String> after) {

  public PlannedGroup {
    after = List.copyOf(after);
  }

  /** The id of the task with that ordinal. */
  public String taskId(int ordinal) {
    return forEach ? name + "-" + (ordinal - first + 1) : name;
  }
}
