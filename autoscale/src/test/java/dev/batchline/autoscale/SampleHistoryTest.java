package dev.batchline.autoscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleHistoryTest {

  private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");

  @Test
  void aLongerHistoryLeavesTheShorterOneAsItWas() {
    SampleHistory one = SampleHistory.empty().with(START, 1);
    SampleHistory two = one.with(START.plusSeconds(30), 2);
    SampleHistory other = one.with(START.plusSeconds(60), 9);

    assertThat(one.values()).containsExactly(1);
    assertThat(two.values()).containsExactly(1, 2);
    assertThat(other.values()).containsExactly(1, 9);
    assertThat(SampleHistory.empty().isEmpty()).isTrue();
  }

  @Test
  void anyTreeOfVersionsHoldsWhatPlainListsHold() {
    Random random = new Random(7);
    List<SampleHistory> versions = new ArrayList<>(List.of(SampleHistory.empty()));
    List<List<Double>> expected = new ArrayList<>(List.of(List.of()));
    for (int step = 0; step < 3000; step++) {
      int from = random.nextInt(Math.max(1, versions.size() - 5), versions.size() + 1) - 1;
      SampleHistory version = versions.get(from);
      List<Double> values = new ArrayList<>(expected.get(from));
      if (random.nextInt(10) == 0 && version.size() > 3) {
        versions.add(version.since(version.time(2)));
        expected.add(values.subList(2, values.size()));
      } else {
        versions.add(version.with(START.plusSeconds(30L * step), step));
        values.add((double) step);
        expected.add(values);
      }
    }
    for (int index = 0; index < versions.size(); index++) {
      assertThat(versions.get(index).values())
          .containsExactly(expected.get(index).stream().mapToDouble(d -> d).toArray());
    }
  }

  @Test
  void aWindowHoldsItsNewerEndAndNotItsOlder() {
    SampleHistory history = everyThirtySeconds(10);

    SampleHistory window =
        history.between(Ticks.of(START.plusSeconds(30)), Ticks.of(START.plusSeconds(90)));

    assertThat(window.values()).containsExactly(2, 3);
    assertThat(history.between(Ticks.of(START), Ticks.of(START)).isEmpty()).isTrue();
    assertThat(history.upTo(Ticks.of(START.plusSeconds(29))).values()).containsExactly(0);
    assertThat(history.last(2).values()).containsExactly(8, 9);
    assertThat(history.last(50).size()).isEqualTo(10);
    assertThat(history.last(-1).isEmpty()).isTrue();
  }

  @Test
  void whatIsTooOldIsForgotten() {
    SampleHistory history = everyThirtySeconds(10);

    assertThat(history.retaining(Duration.ofSeconds(60), START.plusSeconds(270)).values())
        .containsExactly(7, 8, 9);
  }

  @Test
  void samplesComeInTheOrderOfTheirTime() {
    SampleHistory history = SampleHistory.empty().with(START, 1);

    assertThatThrownBy(() -> history.with(START.minusSeconds(1), 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> history.value(1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aSlidingHistoryStaysSmallAndAllMetricsAreSampledAtOnce() {
    Samples samples = Samples.none();
    for (int step = 0; step < 10_000; step++) {
      Instant time = START.plusSeconds(30L * step);
      samples =
          samples
              .with(time, Map.of(Metric.ACTIVE_TASKS, 1.0, Metric.RUNNING_TASKS, 2.0))
              .retaining(Duration.ofHours(1), time);
    }

    assertThat(samples.of(Metric.ACTIVE_TASKS).size()).isEqualTo(121);
    assertThat(samples.of(Metric.RUNNING_TASKS).value(120)).isEqualTo(2);
    assertThat(samples.of(Metric.ACTIVE_TASKS).capacity()).isLessThanOrEqualTo(2 * 121);
  }

  private static SampleHistory everyThirtySeconds(int count) {
    SampleHistory history = SampleHistory.empty();
    for (int index = 0; index < count; index++) {
      history = history.with(START.plusSeconds(30L * index), index);
    }
    return history;
  }
}
