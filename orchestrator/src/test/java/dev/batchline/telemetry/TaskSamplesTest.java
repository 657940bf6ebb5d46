package dev.batchline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.batchline.telemetry.Telemetry.Point;
import dev.batchline.telemetry.Telemetry.Series;
import dev.batchline.telemetry.Telemetry.Summary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TaskSamplesTest {

  private static final Instant FROM = Instant.ofEpochSecond(1_000_000);
  private static final Instant TO = FROM.plusSeconds(600);
  private static final long MEBIBYTE = 1 << 20;

  private final TaskSamples samples = new TaskSamples(FROM, TO);

  @Test
  void loadAndRatesComeFromWhatCountersGrewBy() throws IOException {
    add(sample(0, "n1", 1000, 900, 10, 100), sample(10, "n1", 3000, 1400, 20, 2148));

    assertThat(value("n1", "CPU")).isEqualTo(75.0, within(0.001));
    assertThat(value("n1", "disk read")).isEqualTo(512.0, within(0.001));
    assertThat(value("n1", "disk written")).isEqualTo(204.8 * 512, within(0.001));
    assertThat(value("n1", "memory used")).isEqualTo(300.0 * MEBIBYTE);
    assertThat(summary("n1", "CPU").unit()).isEqualTo("percent");
    assertThat(summary("n1", "CPU").source()).isEqualTo(TaskSamples.SOURCE);
  }

  @Test
  void samplesOfSeveralTasksOnANodeMixFreely() throws IOException {
    add(sample(20, "n1", 3000, 2000, 0, 0), sample(0, "n1", 1000, 1000, 0, 0));
    add(sample(10, "n1", 2000, 1500, 0, 0));

    Series cpu = series("n1", "CPU");

    assertThat(cpu.points())
        .containsExactly(
            new Point(FROM.plusSeconds(10), 50.0), new Point(FROM.plusSeconds(20), 50.0));
  }

  @Test
  void theAverageOfAllNodesIsWeighedByTime() throws IOException {
    add(sample(0, "n1", 0, 0, 0, 0), sample(30, "n1", 3000, 0, 0, 0));
    add(sample(0, "n2", 0, 0, 0, 0), sample(10, "n2", 1000, 1000, 0, 0));

    Summary all = summary(TaskSamples.ALL_NODES, "CPU");

    assertThat(all.average()).isEqualTo(75.0, within(0.001));
    assertThat(all.maximum()).isEqualTo(100.0);
  }

  @Test
  void aNodeThatWasStartedAnewBeginsAnew() throws IOException {
    add(
        sample(0, "n1", 90_000, 0, 0, 0),
        sample(20, "n1", 1000, 1000, 0, 0),
        sample(30, "n1", 2000, 1500, 0, 0));

    assertThat(series("n1", "CPU").points()).containsExactly(new Point(FROM.plusSeconds(30), 50.0));
  }

  @Test
  void whatANodeDoesNotTellIsMissingAndNotZero() throws IOException {
    add(
        "{\"time\":1000000.5,\"node\":\"n1\",\"cpuTotal\":10,\"cpuIdle\":5}",
        "{\"time\":1000007.5,\"node\":\"n1\",\"cpuTotal\":30,\"cpuIdle\":15}",
        "{\"time\":10000");

    Telemetry telemetry = telemetry();

    assertThat(telemetry.summaries()).extracting(Summary::metric).containsOnly("CPU");
    assertThat(telemetry.notices())
        .contains(
            "samples beside each task: no data for disk read",
            "samples beside each task: 1 of 3 lines are cut off");
  }

  @Test
  void noSamplesAtAllAreSaidSo() {
    assertThat(telemetry().notices()).containsExactly("samples beside each task: no data");
    assertThat(telemetry().series()).isEmpty();
  }

  @Test
  void whatIsKeptDoesNotGrowWithTheNumberOfTasks() throws IOException {
    for (int task = 0; task < 2_000; task++) {
      double time = task * 0.3;
      add(sample(time, "n1", 100 + task * 60L, 100 + task * 30L, 0, 0));
    }

    assertThat(series("n1", "CPU").points()).hasSizeLessThan(300);
    assertThat(summary("n1", "CPU").average()).isEqualTo(50.0, within(0.01));
  }

  private void add(String... lines) throws IOException {
    samples.add(
        new ByteArrayInputStream(
            (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  private static String sample(
      double second, String node, long total, long idle, long read, long written) {
    return String.format(
        Locale.ROOT,
        "{\"time\":%.2f,\"node\":\"%s\",\"cpuTotal\":%d,\"cpuIdle\":%d,\"memoryTotal\":%d,"
            + "\"memoryAvailable\":%d,\"sectorsRead\":%d,\"sectorsWritten\":%d}",
        FROM.getEpochSecond() + second,
        node,
        total,
        idle,
        1000 * MEBIBYTE,
        700 * MEBIBYTE,
        read,
        written);
  }

  private Telemetry telemetry() {
    return samples.parts().telemetry(FROM, TO);
  }

  private double value(String node, String metric) {
    return series(node, metric).points().get(0).value();
  }

  private Series series(String subject, String metric) {
    return telemetry().series().stream()
        .filter(s -> s.subject().equals(subject) && s.metric().equals(metric))
        .findFirst()
        .orElseThrow();
  }

  private Summary summary(String subject, String metric) {
    return telemetry().summaries().stream()
        .filter(s -> s.subject().equals(subject) && s.metric().equals(metric))
        .findFirst()
        .orElseThrow();
  }
}
