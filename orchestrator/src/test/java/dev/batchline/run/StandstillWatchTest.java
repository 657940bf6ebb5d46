package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.target.Capacity;
import dev.batchline.target.Circumstances;
import dev.batchline.target.Circumstances.JobCondition;
import dev.batchline.target.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandstillWatchTest {

  private static final Instant START = Instant.parse("2026-11-21T06:00:00Z");
  private static final Instant LATER = START.plus(Duration.ofMinutes(5));

  private static final Capacity NO_NODES = new Capacity(Map.of(), 0, 4, List.of());

  private final RunState state = new RunState(TestPlan.workThenMerge(3).header());

  @Test
  void aRunInWhichNothingRunsForAWhileIsExplained() {
    StandstillWatch watch = watch(JobCondition.DISABLED, 0);

    assertThat(watch.look(state, seen(0), START)).isEmpty();
    assertThat(watch.look(state, seen(0), LATER).orElseThrow().cause())
        .isEqualTo(StandstillCause.JOB_DISABLED);
    assertThat(watch.look(state, seen(1), LATER)).isEmpty();
  }

  @Test
  void tasksThatBeganSinceTheLookAreNoStandstill() {
    StandstillWatch watch = watch(JobCondition.ACTIVE, 3);

    assertThat(watch.look(state, seen(0), START)).isEmpty();
    assertThat(watch.look(state, seen(0), LATER)).isEmpty();
  }

  @Test
  void aTargetThatDoesNotAnswerIsTheCause() {
    StandstillWatch watch =
        new StandstillWatch(
            () -> {
              throw new RunException(Blame.SERVICE, "look", "no answer", "");
            },
            "r1",
            Pace.CLOUD);

    assertThat(watch.look(state, seen(0), START)).isEmpty();
    assertThat(watch.look(state, seen(0), LATER).orElseThrow().cause())
        .isEqualTo(StandstillCause.UNREACHABLE);
  }

  private static StandstillWatch watch(JobCondition job, int running) {
    Circumstances place = new Circumstances("r1", job, 3 - running, running, Optional.empty());
    return new StandstillWatch(() -> List.of(place), "r1", Pace.CLOUD);
  }

  private static Observation seen(int running) {
    return new Observation(3 - running, running, NO_NODES, Optional.empty(), START);
  }
}
