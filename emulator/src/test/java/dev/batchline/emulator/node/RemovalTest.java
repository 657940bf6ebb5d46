package dev.batchline.emulator.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemovalTest {

  @TempDir Path directory;

  @Test
  void allIsRemovedAtWhateverDepthAndNoLinkIsFollowed() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "");
    Path root = Files.createDirectory(directory.resolve("root"));
    for (int i = 0; i < 20; i++) {
      Files.createDirectories(root.resolve("job/task-" + i + "/wd/deep"));
      Files.writeString(root.resolve("job/task-" + i + "/wd/deep/file"), "");
      Files.createSymbolicLink(root.resolve("job/task-" + i + "/out"), outside);
    }
    Files.createSymbolicLink(root.resolve("job/link"), outside);
    Files.writeString(root.resolve("shallow"), "");

    Removal.of(root, 2);

    assertThat(root).doesNotExist();
    assertThat(outside.resolve("kept")).exists();
  }
}
