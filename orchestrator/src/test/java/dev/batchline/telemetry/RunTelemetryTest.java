package dev.batchline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.telemetry.RunTelemetry.Thinning;
import dev.batchline.telemetry.Telemetry.Point;
import dev.batchline.telemetry.Telemetry.Series;
import dev.batchline.telemetry.Telemetry.Summary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunTelemetryTest {

  private static final Instant FROM = Instant.parse("2026-11-20T10:00:00Z");

  @Test
  void fewFilesAreAllRead() {
    Thinning names = new Thinning(10);
    for (int i = 0; i < 10; i++) {
      names.offer("f" + i);
    }

    assertThat(names.kept()).hasSize(10);
  }

  @Test
  void ofManyFilesSomeAreReadEvenlySpread() {
    Thinning names = new Thinning(10);
    for (int i = 0; i < 1000; i++) {
      names.offer(String.valueOf(i));
    }

    List<Integer> kept = names.kept().stream().map(Integer::valueOf).toList();
    assertThat(names.offered()).isEqualTo(1000);
    assertThat(kept).hasSizeBetween(5, 10).startsWith(0);
    int stride = kept.get(1);
    for (int i = 0; i < kept.size(); i++) {
      assertThat(kept.get(i)).isEqualTo(i * stride);
    }
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    Telemetry telemetry =
        new Telemetry(
            FROM,
            FROM.plusSeconds(60),
            List.of(
                new Series("s", "n1", "CPU", "percent", "Average", List.of(new Point(FROM, 12.5)))),
            List.of(new Summary("s", "n1", "CPU", "percent", 12.5, 12.5, 1)),
            List.of("s: no data for disk read"));

    byte[] json = TelemetryJson.bytes(telemetry);

    assertThat(new String(json, StandardCharsets.UTF_8)).contains("\"2026-11-20T10:00:00Z\"");
    assertThat(TelemetryJson.read(json)).isEqualTo(telemetry);
  }
}
