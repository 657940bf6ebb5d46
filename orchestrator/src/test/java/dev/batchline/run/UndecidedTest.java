package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.target.FailureKind;
import dev.batchline.target.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class UndecidedTest {

  private static final Instant NOW = Instant.parse("2026-11-21T06:00:00Z");

  @Test
  void itKeepsOrderAndContentLikeAMapWhateverIsAddedAndTakenOut() {
    SplittableRandom random = new SplittableRandom(3);
    Undecided undecided = new Undecided(500);
    Map<Integer, Outcome.Failed> expected = new LinkedHashMap<>();
    for (int step = 0; step < 20_000; step++) {
      int task = random.nextInt(500);
      if (expected.containsKey(task)) {
        assertThat(undecided.remove(task)).contains(expected.remove(task));
      } else if (random.nextInt(10) < step / 2000) {
        Outcome.Failed outcome = failed(random.nextInt(3000), Optional.empty());
        undecided.add(task, outcome, step);
        expected.put(task, outcome);
      } else {
        assertThat(undecided.remove(task)).isEmpty();
      }
      if (step % 500 == 0) {
        assertThat(tasks(undecided)).containsExactlyElementsOf(expected.keySet());
      }
      assertThat(undecided.isEmpty()).isEqualTo(expected.isEmpty());
    }
  }

  @Test
  void aMillionTasksThatWereEndedTogetherTakeOneObjectAndFewBytesEach() {
    int tasks = 1_000_000;
    long before = usedBytes();
    Undecided undecided = new Undecided(tasks);
    for (int task = 0; task < tasks; task++) {
      Outcome.Execution execution = new Outcome.Execution("node-" + task % 100, NOW, NOW);
      undecided.add(task, failed(1, Optional.of(execution)), 7);
    }

    assertThat(usedBytes() - before).isLessThan(30_000_000);
    assertThat(undecided.outcome(tasks - 1)).contains(failed(1, Optional.empty()));
  }

  private static List<Integer> tasks(Undecided undecided) {
    List<Integer> tasks = new ArrayList<>();
    undecided.forEach((task, outcome, observations) -> tasks.add(task));
    return tasks;
  }

  private static Outcome.Failed failed(int exitCode, Optional<Outcome.Execution> execution) {
    return new Outcome.Failed(
        FailureKind.TERMINATED, OptionalInt.of(exitCode), "TaskEnded", "it was ended", execution);
  }

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
