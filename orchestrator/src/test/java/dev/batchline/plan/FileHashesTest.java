package dev.batchline.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHashesTest {

  private static final String HELLO =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
  private static final String OTHER = "0".repeat(64);

  @TempDir Path directory;

  /** Says that each file hashes to zeros, so that a look at the content shows. */
  private final Map<FileState, String> kept = new ConcurrentHashMap<>();

  private final HashMemory memory =
      new HashMemory() {
        @Override
        public Optional<String> sha256(FileState file) {
          return Optional.ofNullable(kept.get(file));
        }

        @Override
        public void keep(FileState file, String sha256) {
          kept.put(file, sha256);
        }
      };

  @Test
  void filesComeInOrderWithTheirContentsHash() throws IOException {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      files.add(Files.writeString(directory.resolve("f" + i), i % 2 == 0 ? "hello" : "x" + i));
    }

    Map<Path, LocalFile> hashes = hashes(Instant.now()).of(files);

    assertThat(hashes.keySet()).containsExactlyElementsOf(files);
    assertThat(hashes.get(files.get(298))).isEqualTo(new LocalFile(files.get(298), HELLO, 5));
    assertThat(hashes.get(files.get(299)).sha256()).isNotEqualTo(HELLO);
  }

  @Test
  void whatHasNotChangedIsNotReadAgain() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "hello");
    kept.put(FileState.of(file), OTHER);

    assertThat(hash(file, Instant.now())).isEqualTo(OTHER);
  }

  @Test
  void aFileOfTheSameSizeAndTimeButOtherContentIsReadAgain() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "hullo");
    FileTime time = Files.getLastModifiedTime(file);
    kept.put(FileState.of(file), OTHER);

    Files.writeString(file, "hello");
    Files.setLastModifiedTime(file, time);

    assertThat(hash(file, Instant.now())).isEqualTo(HELLO);
  }

  @Test
  void aHashIsKeptOnlyOnceAnotherWriteWouldShow() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "hello");

    hash(file, Instant.now());
    assertThat(kept).isEmpty();

    hash(file, Instant.now().plusSeconds(5));
    assertThat(kept).containsEntry(FileState.of(file), HELLO);
  }

  @Test
  void aFileThatIsNotThereIsTheUsersMistake() {
    assertThatThrownBy(() -> hash(directory.resolve("none"), Instant.now()))
        .isInstanceOfSatisfying(
            RunException.class,
            e -> {
              assertThat(e.blame()).isEqualTo(Blame.USER);
              assertThat(e).hasMessageContaining("it is not there");
            });
  }

  private String hash(Path file, Instant now) {
    return hashes(now).of(List.of(file)).get(file).sha256();
  }

  private FileHashes hashes(Instant now) {
    return new FileHashes(
        memory,
        new Timeline() {
          @Override
          public Instant now() {
            return now;
          }

          @Override
          public void sleep(Duration duration) {
            throw new AssertionError("nothing waits");
          }
        });
  }
}
