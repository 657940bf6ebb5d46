package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.run.Supply.Arrival;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BootTimesTest {

  private static final Instant START = Instant.parse("2026-11-21T06:00:00Z");

  private final BootTimes boots = new BootTimes();

  @Test
  void aBootTakesFromTheFirstLookAtItUntilTheNodeIsReady() {
    look(0, Map.of());
    look(60, Map.of("creating", 2));
    look(200, Map.of("starting", 2));
    look(260, Map.of("idle", 1, "waitingForStartTask", 1));
    look(280, Map.of("running", 2));

    assertThat(boots.mean()).contains(Duration.ofSeconds(210));
  }

  @Test
  void whatIsLeftOfABootIsWhatOthersTookMore() {
    look(0, Map.of());
    look(10, Map.of("creating", 1));
    look(310, Map.of("running", 1));
    look(400, Map.of("running", 1, "starting", 2));

    assertThat(boots.supply(3, 4, START.plusSeconds(500)))
        .isEqualTo(
            new Supply(
                List.of(
                    new Arrival(0, 4),
                    new Arrival(200_000, 4),
                    new Arrival(200_000, 4),
                    new Arrival(300_000, 12)),
                Duration.ofMinutes(5)));
  }

  @Test
  void ofNodesThatBootedBeforeTheFirstLookNobodyKnowsHowLongTheyTook() {
    look(0, Map.of("starting", 2));
    assertThat(boots.isUnknown(0)).isTrue();
    look(30, Map.of("idle", 2));

    assertThat(boots.mean()).isEmpty();
    assertThat(boots.isUnknown(0)).isFalse();
    assertThat(boots.isUnknown(1)).isTrue();
  }

  @Test
  void aNodeThatGoesAwayWhileItBootsTellsNothing() {
    look(0, Map.of());
    look(10, Map.of("creating", 2));
    look(40, Map.of("creating", 1, "unusable", 1));
    look(70, Map.of("idle", 1));

    assertThat(boots.mean()).contains(Duration.ofSeconds(60));
  }

  private void look(int second, Map<String, Integer> nodes) {
    boots.look(nodes, START.plusSeconds(second));
  }
}
