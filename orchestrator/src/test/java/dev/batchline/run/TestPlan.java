package dev.batchline.run;

import dev.batchline.plan.EarlierOutput;
import dev.batchline.plan.Invocation;
import dev.batchline.plan.Plan;
import dev.batchline.plan.PlanHeader;
import dev.batchline.plan.PlannedGroup;
import dev.batchline.plan.PlannedPool;
import dev.batchline.plan.PlannedTask;
import dev.batchline.spec.Limits;
import dev.batchline.spec.RetryRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A plan of tasks that say their own names. */
record TestPlan(PlanHeader header, boolean reading, Set<String> changed) implements Plan {

  static final RetryRules RULES = new RetryRules(3, Duration.ofSeconds(10), Set.of(64), 0);

  /** So many tasks {@code work-1…}, and one {@code merge} after them. */
  static TestPlan workThenMerge(int tasks) {
    return of(
        List.of(
            new PlannedGroup("work", 0, tasks, true, List.of()),
            new PlannedGroup("merge", tasks, 1, false, List.of("work"))));
  }

  /** The same, where {@code merge} reads what the others write. */
  static TestPlan workThenReadingMerge(int tasks) {
    return new TestPlan(workThenMerge(tasks).header(), true, Set.of());
  }

  /** The same, where these tasks say something else. */
  TestPlan withChanged(String... tasks) {
    return new TestPlan(header, reading, Set.of(tasks));
  }

  /** The same tasks in a job of another name. */
  TestPlan ofJob(String name) {
    PlanHeader other =
        new PlanHeader(
            name,
            header.parameters(),
            header.app(),
            header.inputs(),
            header.pool(),
            header.groups(),
            header.retry(),
            header.limits());
    return new TestPlan(other, reading, changed);
  }

  static TestPlan of(List<PlannedGroup> groups) {
    return of(groups, RULES);
  }

  /** With two further pools. */
  static TestPlan of(List<PlannedGroup> groups, RetryRules rules) {
    PlannedPool larger = new PlannedPool("larger", "{}", false, 16);
    PlannedPool largest = new PlannedPool("largest", "{}", false, 64);
    return new TestPlan(
        new PlanHeader(
            "test",
            Map.of(),
            List.of(),
            List.of(),
            new PlannedPool("test", "{}", false, 4, List.of(larger, largest)),
            groups,
            rules,
            Limits.of(Duration.ofHours(4))),
        false,
        Set.of());
  }

  @Override
  public PlannedTask task(int ordinal) {
    return new PlannedTask(
        ordinal,
        header.taskId(ordinal),
        header.groupOf(ordinal).name(),
        new Invocation.Shell(
            (changed.contains(header.taskId(ordinal)) ? "echo now " : "echo ") + ordinal),
        Map.of(),
        List.of(),
        reads(ordinal),
        reading ? List.of("out.txt") : List.of(),
        Optional.empty(),
        1);
  }

  private List<EarlierOutput> reads(int ordinal) {
    return reading && header.taskId(ordinal).equals("merge")
        ? List.of(new EarlierOutput("work", "*"))
        : List.of();
  }
}
