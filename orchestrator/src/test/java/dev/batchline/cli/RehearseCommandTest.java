package dev.batchline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.base.Timeline;
import dev.batchline.cli.console.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher keeps the classes of. */
class RehearseCommandTest {

  @TempDir Path directory;

  /** Where it stops early, commands start later and nobody knows why. */
  @Test
  void itGoesThroughAWholeRun() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream screen = new PrintStream(said, true, StandardCharsets.UTF_8);
    Surroundings surroundings =
        new Surroundings(
            Map.of(),
            screen,
            screen,
            Screen.of(0, false, Map.of()),
            Path.of("..").toAbsolutePath().normalize(),
            directory,
            Timeline.system());

    assertThat(CommandTree.execute(surroundings, "rehearse"))
        .as(said.toString(StandardCharsets.UTF_8))
        .isZero();
  }
}
