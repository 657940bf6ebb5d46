package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class UsageMeterTest {

  private static final Instant START = Instant.parse("2026-11-21T06:00:00Z");

  @Test
  void nodesOfALargerPoolCostTheCoresThatTheyHave() {
    UsageMeter meter = new UsageMeter();
    meter.nodes(START, 2, 8);
    meter.nodes(START.plusSeconds(3600), 2, 8);
    meter.nodes(START.plusSeconds(3600), 3, 40);
    meter.nodes(START.plusSeconds(7200), 3, 40);

    assertThat(meter.usage(4).nodeHours()).isCloseTo(5, within(1e-9));
    assertThat(meter.usage(4).coreHours()).isCloseTo(48, within(1e-9));
  }

  @Test
  void nodesWhoseCoresAreNotKnownCountAsThoseOfTheFirstPool() {
    UsageMeter meter = new UsageMeter();
    meter.nodes(START, 2, 0);
    meter.nodes(START.plusSeconds(3600), 2, 0);

    assertThat(meter.usage(4).coreHours()).isCloseTo(8, within(1e-9));
  }
}
