package dev.batchline.emulator.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.batchline.emulator.node.CommandUser.Known;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that run as their own users; where that can't be, as on macOS, all is skipped. */
class TaskUsersTest {

  private static final Known ANN = new Known("ann", 60_101, 60_101);
  private static final Known BOB = new Known("bob", 60_102, 60_102);

  @TempDir Path directory;

  private TaskUsers users = TaskUsers.NONE;
  private NodeFixture node;

  @BeforeEach
  void startRuntime() throws IOException {
    try {
      users = TaskUsers.find();
    } catch (IOException e) {
      assumeTrue(false, e.getMessage());
    }
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    node = new NodeFixture(directory, Duration.ofSeconds(1), users);
  }

  @AfterEach
  void closeRuntime() {
    if (node != null) {
      node.close();
    }
  }

  @Test
  void aCommandRunsAsItsUserInADirectoryOfItsOwn() throws IOException {
    node.command("t", "sh -c 'id -u; id -g; echo $USER; touch mine; stat -c %u mine .'").runAs(ANN);
    assertThat(node.text("t", "stdout.txt").lines())
        .containsExactly("60101", "60101", "ann", "60101", "60101");
  }

  @Test
  void elevatedAccessIsThatOfRoot() throws IOException {
    node.command("t", "id -u").runAs(new Known("_azbatch", 0, 0));
    assertThat(node.text("t", "stdout.txt")).isEqualTo("0\n");
  }

  @Test
  void usersShareANodeButNotTheirFiles() throws IOException {
    String shared = node.node.resolve("shared").toString();
    node.command("a", "sh -c 'echo from-ann > " + shared + "/note; echo x > f; chmod 600 f'")
        .runAs(ANN);
    String others = node.task("a").resolve("wd/f").toString();
    node.command("b", "sh -c 'cat " + shared + "/note; cat " + others + "'").runAs(BOB);
    assertThat(node.text("b", "stdout.txt")).isEqualTo("from-ann\n");
    assertThat(node.text("b", "stderr.txt")).contains("ermission denied");
  }

  @Test
  void aUserAccountThatThePoolLacksRunsNothing() {
    CommandEvent.Ended ended = node.command("t", "true").runAs(new CommandUser.Unknown("eve"));
    assertThat(ended.failure().orElseThrow().code()).isEqualTo("CommandLaunchFailed");
    assertThat(ended.failure().orElseThrow().details().toString()).contains("eve");
  }

  @Test
  void aDirectoryThatOtherUsersCannotReachIsRefused() throws IOException {
    Path closed = Files.createDirectory(directory.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    assertThatThrownBy(() -> NodeDirectories.make(closed.resolve("nodes"), users))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("other users can't enter " + closed.toRealPath());
  }
}
