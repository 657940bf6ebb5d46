package dev.batchline.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RetrierTest {

  private final ManualTimeline timeline = new ManualTimeline();
  private final List<Duration> waits = new ArrayList<>();
  private int calls;

  @Test
  void aCallThatSucceedsIsMadeOnce() throws InterruptedException {
    assertThat(retry(() -> "done")).isEqualTo("done");
    assertThat(waits).isEmpty();
  }

  @Test
  void aFailureOfTheServiceIsTriedAgainUntilItSucceeds() throws InterruptedException {
    assertThat(retry(() -> failing(3, Blame.SERVICE))).isEqualTo("done");
    assertThat(waits).hasSize(3);
  }

  @Test
  void waitsStayBelowABoundThatDoublesUpToTheLongest() throws InterruptedException {
    retry(() -> failing(8, Blame.SERVICE));
    for (int i = 0; i < waits.size(); i++) {
      long bound = Math.min(30_000, 1000L << i);
      assertThat(waits.get(i)).isBetween(Duration.ZERO, Duration.ofMillis(bound));
    }
  }

  @Test
  void aFailureThatStaysIsThrownAtOnce() {
    assertThatThrownBy(() -> retry(() -> failing(1, Blame.USER))).isInstanceOf(RunException.class);
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void theLastFailureIsThrownWhenPatienceEnds() {
    Instant start = timeline.now();
    assertThatThrownBy(() -> retry(() -> failing(10_000, Blame.SERVICE)))
        .isInstanceOf(RunException.class);
    assertThat(Duration.between(start, timeline.now())).isLessThan(Duration.ofMinutes(10));
    assertThat(calls).isGreaterThan(10);
  }

  private String failing(int times, Blame blame) {
    if (calls++ < times) {
      throw new RunException(blame, "call", "it failed", "");
    }
    return "done";
  }

  private String retry(Supplier<String> call) throws InterruptedException {
    Retrier retrier =
        new Retrier(
            timeline,
            new SplittableRandom(1),
            new Retrier.Waits(
                Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(10)),
            failure -> failure.blame() == Blame.SERVICE);
    return retrier.call(call, (failure, wait) -> waits.add(wait));
  }
}
