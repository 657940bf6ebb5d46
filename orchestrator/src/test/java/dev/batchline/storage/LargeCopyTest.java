package dev.batchline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchline.base.Blame;
import dev.batchline.base.Interruption;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is fetched in ranges side by side. */
class LargeCopyTest {

  private static final RunId RUN = new RunId("test-20261121-060000-abcd");
  private static final String NAME = "output/a-1/large.bin";
  private static final int RANGES = 6;

  /** The store tells of the manifest, too: before and after it is written. */
  private static final int FOR_THE_MANIFEST = 2;

  @TempDir private Path directory;

  private final AtomicInteger fetched = new AtomicInteger();
  private int fetchedBeforeStorageFails = Integer.MAX_VALUE;
  private final MemoryFileStore files = new MemoryFileStore(this::amidACopy);
  private final byte[] content = new byte[(RANGES - 1) * RangedCopy.RANGE + 12345];

  @BeforeEach
  void put() {
    new Random(7).nextBytes(content);
    files.put(RUN, NAME, content);
  }

  @Test
  void itsRangesMakeItWholeAndNothingIsLeftBeside() throws IOException {
    collect();

    assertThat(Files.readAllBytes(directory.resolve(NAME))).isEqualTo(content);
    assertThat(directory.resolve(".collecting")).doesNotExist();
  }

  @Test
  void whatAKilledCopyHasOfItIsNotFetchedAgain() throws IOException {
    failAfter(4);
    fetched.set(0);
    fetchedBeforeStorageFails = Integer.MAX_VALUE;

    collect();

    assertThat(fetched.get()).isBetween(1, RANGES - 4 + FOR_THE_MANIFEST);
    assertThat(Files.readAllBytes(directory.resolve(NAME))).isEqualTo(content);
  }

  @Test
  void aRangeThatTheDiskHasLostIsFetchedAgain() throws IOException {
    failAfter(RANGES - 1);
    fetchedBeforeStorageFails = Integer.MAX_VALUE;
    for (Path part : parts("*.part")) {
      try (RandomAccessFile disk = new RandomAccessFile(part.toFile(), "rw")) {
        for (int range = 0; range < RANGES; range++) {
          disk.seek((long) range * RangedCopy.RANGE + 99);
          disk.write(new byte[10]);
        }
      }
    }
    fetched.set(0);

    collect();

    assertThat(fetched.get()).isEqualTo(RANGES + FOR_THE_MANIFEST);
    assertThat(Files.readAllBytes(directory.resolve(NAME))).isEqualTo(content);
  }

  @Test
  void aPartWithoutMarksProvesNothing() throws IOException {
    failAfter(4);
    fetchedBeforeStorageFails = Integer.MAX_VALUE;
    for (Path marks : parts("*.ranges")) {
      Files.delete(marks);
    }
    fetched.set(0);

    collect();

    assertThat(fetched.get()).isEqualTo(RANGES + FOR_THE_MANIFEST);
  }

  private void failAfter(int ranges) {
    fetchedBeforeStorageFails = ranges;
    assertThatThrownBy(this::collect).isInstanceOf(RunException.class).hasMessageContaining("cut");
  }

  private void amidACopy() {
    if (fetched.incrementAndGet() > fetchedBeforeStorageFails) {
      throw new RunException(Blame.SERVICE, "read " + NAME, "the connection was cut", "");
    }
  }

  private List<Path> parts(String glob) throws IOException {
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(directory.resolve(".collecting"), glob)) {
      List<Path> found = new ArrayList<>();
      all.forEach(found::add);
      assertThat(found).isNotEmpty();
      return found;
    }
  }

  private void collect() {
    new Collector(
            List.of(new Collector.Source(files.run(RUN), task -> OptionalInt.of(1))),
            directory,
            progress -> {})
        .collect(new Interruption());
  }
}
