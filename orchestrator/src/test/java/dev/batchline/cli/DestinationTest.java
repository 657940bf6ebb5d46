package dev.batchline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchline.base.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestinationTest {

  @TempDir Path directory;

  @Test
  void aDirectoryThatIsYetToBeMadeIsWritableAndNotMade() throws IOException {
    new Destination(directory.resolve("a/b")).requireWritable();

    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aFileInItsPlaceIsNamed() throws IOException {
    Path file = Files.createFile(directory.resolve("taken"));

    assertThatThrownBy(() -> new Destination(file).requireWritable())
        .isInstanceOf(RunException.class)
        .hasMessageContaining("copy outputs to " + file)
        .hasMessageEndingWith(file + " is not a directory");
  }

  @Test
  void aDirectoryWhereNothingCanBeCreatedIsRefused() {
    Path kernel = Path.of("/proc");
    Assumptions.assumeTrue(Files.isDirectory(kernel), "no /proc here");

    assertThatThrownBy(() -> new Destination(kernel.resolve("out")).requireWritable())
        .isInstanceOf(RunException.class)
        .hasMessageContaining("/proc");
  }
}
