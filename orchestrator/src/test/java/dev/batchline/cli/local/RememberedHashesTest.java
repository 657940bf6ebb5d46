package dev.batchline.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.plan.FileState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedHashesTest {

  private static final String HASH = "ab".repeat(32);

  @TempDir Path home;

  @Test
  void aHashIsThereNextTime() {
    FileState file = state("a b\tc", 5);
    try (RememberedHashes hashes = RememberedHashes.open(home)) {
      hashes.keep(file, HASH);
    }

    try (RememberedHashes hashes = RememberedHashes.open(home)) {
      assertThat(hashes.sha256(file)).contains(HASH);
      assertThat(hashes.sha256(state("a b\tc", 6))).isEmpty();
      assertThat(hashes.sha256(state("other", 5))).isEmpty();
    }
  }

  @Test
  void aDamagedLineIsPassedOver() throws IOException {
    try (RememberedHashes hashes = RememberedHashes.open(home)) {
      hashes.keep(state("a", 5), HASH);
    }
    Files.writeString(home.resolve("hashes"), "ab\tcd\nhalf a li", StandardOpenOption.APPEND);

    try (RememberedHashes hashes = RememberedHashes.open(home)) {
      assertThat(hashes.sha256(state("a", 5))).contains(HASH);
    }
  }

  @Test
  void aHomeThatCanNotBeWrittenIsNoFailure() throws IOException {
    Path file = Files.writeString(home.resolve("file"), "no directory");

    try (RememberedHashes hashes = RememberedHashes.open(file)) {
      hashes.keep(state("a", 5), HASH);
      assertThat(hashes.sha256(state("a", 5))).contains(HASH);
    }

    assertThat(file).hasContent("no directory");
  }

  private static FileState state(String path, long size) {
    return new FileState(Path.of("/data", path), "(dev=1,ino=2)", size, 17, 18);
  }
}
