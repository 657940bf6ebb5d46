package dev.batchline.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.base.Blame;
import dev.batchline.base.Interruption;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A copy that takes long when somebody stops it. */
class StoppedCopyTest {

  private static final RunId RUN = new RunId("test-20261121-060000-abcd");

  @TempDir private Path directory;

  private final Interruption interruption = new Interruption();
  private final MemoryFileStore files = new MemoryFileStore(this::amidACopy);

  @Test
  @Timeout(10)
  void itIsNotWaitedForAndWhatHasArrivedStays() throws IOException {
    files.put(RUN, "output/a-1/x.txt", new byte[1000]);

    assertThat(collect()).isEmpty();

    assertThat(sizesOfParts()).containsExactly(500L);
  }

  /** Somebody presses Ctrl-C, and Storage sends nothing more. */
  private void amidACopy() {
    interruption.request();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new RunException(Blame.SERVICE, "read", "it was interrupted", "", e);
    }
  }

  private List<Long> sizesOfParts() throws IOException {
    List<Long> sizes = new ArrayList<>();
    try (DirectoryStream<Path> parts =
        Files.newDirectoryStream(directory.resolve(".collecting"), "*.part")) {
      for (Path part : parts) {
        sizes.add(Files.size(part));
      }
    }
    return sizes;
  }

  private Optional<Collected> collect() {
    return new Collector(
            List.of(new Collector.Source(files.run(RUN), task -> OptionalInt.of(1))),
            directory,
            progress -> {})
        .collect(interruption);
  }
}
