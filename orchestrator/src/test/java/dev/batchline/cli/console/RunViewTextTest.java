package dev.batchline.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.run.RunProgress;
import dev.batchline.run.RunStatus;
import dev.batchline.run.TaskCounts;
import dev.batchline.storage.UploadProgress;
import dev.batchline.target.Capacity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunViewTextTest {

  private static final RunView RUNNING =
      RunView.begin("risk-report-20261121-060001-k3f9")
          .with(RunStatus.RUNNING)
          .with(
              new RunProgress(
                  new TaskCounts(41, 20, 3, 17, 1, 0),
                  24,
                  2,
                  Optional.of(
                      new Capacity(Map.of("running", 3, "idle", 1), 5, 1, List.of("quota"))),
                  Duration.ofSeconds(70),
                  Optional.of(Duration.ofSeconds(95)),
                  false,
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty()))
          .at(Duration.ofSeconds(72));

  @Test
  void aPlainLineSaysAllThatAPersonAsksFor() {
    assertThat(RunViewText.sentence(RUNNING))
        .isEqualTo(
            "running · 18 of 41 tasks done, 3 running, 20 waiting, 1 failed, 2 to be retried"
                + " · 4 of 5 nodes (1 idle, 3 running) · 1 min 12 s, about 1 min 35 s left");
  }

  @Test
  void uploadsAreCountedInBytes() {
    RunView uploading =
        RunView.begin("r-1")
            .with(RunStatus.UPLOADING)
            .with(new UploadProgress(4, 1, 3 << 20, 1 << 20, 512 << 10));

    assertThat(RunViewText.sentence(uploading))
        .isEqualTo("uploading · 1.0 MiB of 3.0 MiB (1 of 4 files, 512.0 KiB there before) · 0 s");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 80, 120, 300})
  void noLineIsAsWideAsTheTerminal(int columns) {
    assertThat(RunViewText.block(RUNNING, columns))
        .hasSize(4)
        .allSatisfy(line -> assertThat(line.length()).isLessThan(columns));
  }

  @Test
  void aWideTerminalGetsABar() {
    assertThat(RunViewText.block(RUNNING, 120).get(1))
        .startsWith("  tasks   [#################----");
  }

  @Test
  void progressNeverReachesAHundredBeforeTheEnd() {
    RunView all =
        RUNNING.with(
            new RunProgress(
                new TaskCounts(2, 0, 0, 2, 0, 0),
                2,
                0,
                Optional.empty(),
                Duration.ZERO,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));

    assertThat(all.percent()).isEqualTo(99);
    assertThat(all.with(RunStatus.SUCCEEDED).percent()).isEqualTo(100);
  }
}
