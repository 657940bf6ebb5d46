package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverdueTest {

  private static final Instant START = Instant.parse("2026-11-21T06:00:00Z");
  private static final List<GroupWork> FIVE_SECONDS =
      List.of(
          new GroupWork("a", 4, 2, Duration.ofSeconds(5), Duration.ofSeconds(6), List.of()),
          new GroupWork("b", 1, 0, Duration.ofSeconds(1), Duration.ofSeconds(1), List.of("a")));

  private final Overdue overdue = new Overdue();

  @Test
  void whatRunsLongerThanForeseenTakesAtLeastThatLong() {
    assertThat(at(0, 2, 0)).isEqualTo(FIVE_SECONDS);
    assertThat(at(6, 2, 0)).isEqualTo(FIVE_SECONDS);

    List<GroupWork> corrected = at(25, 2, 0);

    assertThat(corrected.get(0).mean()).isEqualTo(Duration.ofSeconds(25));
    assertThat(corrected.get(0).longest()).isEqualTo(Duration.ofSeconds(25));
    assertThat(corrected.get(1)).isEqualTo(FIVE_SECONDS.get(1));
  }

  @Test
  void whenOneEndsOrBeginsItIsNotKnownHowLongTheOthersRun() {
    at(0, 2, 0);
    assertThat(at(25, 2, 1)).isEqualTo(FIVE_SECONDS);
    assertThat(at(50, 3, 1)).isEqualTo(FIVE_SECONDS);
    assertThat(at(54, 3, 1)).isEqualTo(FIVE_SECONDS);
  }

  private List<GroupWork> at(int second, int running, int done) {
    return overdue.correct(
        FIVE_SECONDS,
        new TaskCounts(7, 7 - running - done, running, done, 0, 0),
        START.plusSeconds(second));
  }
}
