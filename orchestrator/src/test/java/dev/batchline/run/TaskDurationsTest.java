package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.plan.PlannedGroup;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskDurationsTest {

  private static final Instant START = Instant.parse("2026-11-21T06:00:00Z");
  private static final PlannedGroup GROUP = new PlannedGroup("work", 0, 3, true, List.of());

  @Test
  void durationsSurviveToSixPercent() {
    TaskDurations read =
        TaskDurations.read(measured(Duration.ofSeconds(3), Duration.ofHours(7)).bytes());

    assertThat(read.of(GROUP, 0).orElseThrow())
        .isBetween(Duration.ofMillis(2820), Duration.ofMillis(3180));
    assertThat(read.of(GROUP, 1).orElseThrow())
        .isBetween(Duration.ofMinutes(395), Duration.ofMinutes(446));
    assertThat(read.of(GROUP, 2)).isEmpty();
    assertThat(read.of("work").orElseThrow().longest()).isGreaterThan(Duration.ofHours(6));
  }

  @Test
  void aGroupOfAnotherSizeTellsItsMeanAndNothingOfItsTasks() {
    TaskDurations known = measured(Duration.ofSeconds(3), Duration.ofSeconds(3));
    PlannedGroup larger = new PlannedGroup("work", 0, 4, true, List.of());

    assertThat(known.of(larger, 0)).isEmpty();
    assertThat(known.of("work")).isPresent();
    assertThat(known.of("other")).isEmpty();
  }

  @Test
  void whatARunDidNotRunItselfIsKnownFromTheOneBefore() {
    RunState idle = new RunState(TestPlan.of(List.of(GROUP)).header());

    TaskDurations kept =
        TaskDurations.of(idle, measured(Duration.ofMinutes(1), Duration.ofMinutes(2)));

    assertThat(kept.of(GROUP, 1)).isPresent();
  }

  @Test
  void aDamagedFileTellsNothing() {
    assertThat(TaskDurations.read(new byte[] {1, 2, 3}).of("work")).isEmpty();
  }

  @Test
  void aMillionTasksAreAMegabyteAtMost() {
    PlannedGroup million = new PlannedGroup("work", 0, 1_000_000, true, List.of());
    RunState state = new RunState(TestPlan.of(List.of(million)).header());
    state.apply(new RunEvent.Submitting(START, List.of(new Tries(0, 999_999, 1))));
    for (int task = 0; task < 1_000_000; task++) {
      ended(state, task, Duration.ofMillis(1000 + (task * 7919L) % 60_000));
    }

    byte[] bytes = TaskDurations.of(state, TaskDurations.NONE).bytes();

    assertThat(bytes).hasSizeLessThan(1_000_000);
    TaskDurations read = TaskDurations.read(bytes);
    assertThat(read.of(million, 999_999)).isPresent();
    assertThat(LongestFirst.of(state.plan(), read).waiting(new RunState(state.plan()), million))
        .hasSize(LongestFirst.MOST);
  }

  private static TaskDurations measured(Duration first, Duration second) {
    RunState state = new RunState(TestPlan.of(List.of(GROUP)).header());
    state.apply(new RunEvent.Submitting(START, List.of(new Tries(0, 2, 1))));
    ended(state, 0, first);
    ended(state, 1, second);
    return TaskDurations.of(state, TaskDurations.NONE);
  }

  private static void ended(RunState state, int task, Duration took) {
    state.apply(
        new RunEvent.Ended(
            START,
            new AttemptId(task, "work-" + (task + 1), 1),
            new Outcome.Succeeded(
                Optional.of(new Outcome.Execution("node", START, START.plus(took))))));
  }
}
