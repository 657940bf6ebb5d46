package dev.batchline.run;

import dev.batchline.base.RunId;
import dev.batchline.plan.PlanHeader;
import dev.batchline.plan.PlannedGroup;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Results that an earlier run has, for tasks of another plan: a task is the same if its id is.
 *
 * @param run that has them, made by itself or taken over
 */
record EarlierResults(RunId run, RunHistory history, Map<String, PlannedGroup> groups) {

  static EarlierResults of(RunId run, RunHistory history) {
    return new EarlierResults(run, history, groups(history.plan()));
  }

  static Map<String, PlannedGroup> groups(PlanHeader plan) {
    Map<String, PlannedGroup> groups = new HashMap<>();
    plan.groups().forEach(group -> groups.put(group.name(), group));
    return groups;
  }

  /** The task of the earlier run with the same id. */
  OptionalInt same(PlanHeader plan, int task) {
    return same(groups, plan, task);
  }

  /** The task with the same id in a plan of these groups. */
  static OptionalInt same(Map<String, PlannedGroup> groups, PlanHeader plan, int task) {
    PlannedGroup group = plan.groupOf(task);
    PlannedGroup earlier = groups.get(group.name());
    int place = task - group.first();
    return earlier != null && earlier.forEach() == group.forEach() && place < earlier.count()
        ? OptionalInt.of(earlier.first() + place)
        : OptionalInt.empty();
  }

  /** The result of the task with the same id; it names the run that made it. */
  Optional<Takeover.Result> result(PlanHeader plan, int task) {
    OptionalInt same = same(plan, task);
    return same.isPresent() ? history.result(run.value(), same.getAsInt()) : Optional.empty();
  }
}
