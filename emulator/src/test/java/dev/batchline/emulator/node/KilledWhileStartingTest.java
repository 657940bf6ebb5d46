package dev.batchline.emulator.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.emulator.node.RunningCommand.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands that are killed in the moment between their start and their own session. */
class KilledWhileStartingTest {

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Reason.class)
  void aCommandIsKilledThoughItsProcessGroupIsNotThereYet(Reason reason) throws IOException {
    try (NodeFixture node = new NodeFixture(directory, Duration.ofSeconds(1))) {
      List<NodeFixture.Told> all = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        NodeFixture.Told told = new NodeFixture.Told();
        RunningCommand command = node.command("t" + i, "sleep 600").start(told);
        told.begun.orTimeout(30, TimeUnit.SECONDS).join();
        command.kill(reason);
        all.add(told);
      }
      assertThat(all).allSatisfy(told -> assertThat(told.ended().failure()).isPresent());
    }
  }
}
