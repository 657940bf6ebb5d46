package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.plan.PlannedGroup;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A run of a million tasks fits into a small part of the heap. */
class RunStateSizeTest {

  private static final int TASKS = 1_000_000;
  private static final Instant START = Instant.parse("2026-11-21T06:00:00Z");

  @Test
  void aMillionTasksTakeLessThanAHundredMegabytes() {
    TestPlan plan = TestPlan.of(List.of(new PlannedGroup("work", 0, TASKS, true, List.of())));
    long before = usedBytes();
    RunState state = new RunState(plan.header());
    RunPolicy policy = new RunPolicy(Pace.CLOUD);
    state.apply(new RunEvent.TakenOver(START, new Holder("test", 1, "", START)));
    Instant now = START;
    while (policy.next(state, now) instanceof Step.Submit submit) {
      state.apply(new RunEvent.Submitting(now, submit.tries()));
      state.apply(new RunEvent.Observed(now, now, 0, 0, 10));
    }
    assertThat(state.count(TaskStatus.SUBMITTED)).isEqualTo(TASKS);
    for (int task = 0; task < TASKS; task++) {
      Outcome outcome =
          new Outcome.Succeeded(
              Optional.of(
                  new Outcome.Execution("node-" + task % 100, START, START.plusSeconds(60))));
      state.apply(
          new RunEvent.Ended(now, new AttemptId(task, plan.header().taskId(task), 1), outcome));
    }
    assertThat(policy.next(state, now))
        .isEqualTo(new Step.Finish(RunStatus.SUCCEEDED, "all tasks succeeded"));
    assertThat(usedBytes() - before).isLessThan(100_000_000);
    assertThat(state.usage().nodes()).isEqualTo(100);
    assertThat(state.counts().succeeded()).isEqualTo(TASKS);
  }

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
