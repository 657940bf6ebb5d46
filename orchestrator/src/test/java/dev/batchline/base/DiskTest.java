package dev.batchline.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {

  @TempDir Path directory;

  @Test
  void aDiskWithRoomIsNotFullAlsoForFilesThatAreYetToBeMade() {
    assertThat(Disk.isFull(directory.resolve("a/b.txt"))).isFalse();
  }

  @Test
  void aFileSystemWithoutRoomIsFull() {
    Path kernel = Path.of("/proc");
    Assumptions.assumeTrue(Files.isDirectory(kernel), "no /proc here");

    assertThat(Disk.isFull(kernel.resolve("file"))).isTrue();
  }
}
