package dev.batchline.emulator.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that start what lives on when they have ended. */
class LeftProcessesTest {

  private static final String DAEMON = "sh -c 'sleep 600 & echo $!'";

  @TempDir Path directory;

  private NodeFixture node;

  @BeforeEach
  void startRuntime() throws IOException {
    node = new NodeFixture(directory);
  }

  @AfterEach
  void closeRuntime() {
    node.close();
  }

  private long leave(String task, String line) throws IOException {
    node.command(task, line).leavingProcesses().run();
    return Long.parseLong(node.awaitText(task, "stdout.txt"));
  }

  @Test
  void theyLiveUntilTheyAreEnded() throws IOException {
    long daemon = leave("a", DAEMON);
    long other = leave("b", DAEMON);
    node.runtime.endLeft(node.task("a"));
    NodeFixture.awaitGone(daemon);
    assertThat(NodeFixture.isRunning(other)).isTrue();
  }

  @Test
  void theyEndWithTheNextRun() throws IOException {
    long daemon = leave("a", DAEMON);
    long next = leave("a", DAEMON);
    NodeFixture.awaitGone(daemon);
    assertThat(NodeFixture.isRunning(next)).isTrue();
  }

  @Test
  void theyEndWithTheNodeOrTheRuntime() throws IOException {
    long daemon = leave("a", DAEMON);
    node.runtime.removeNode("pool", "node-1");
    NodeFixture.awaitGone(daemon);
  }

  @Test
  void aCommandThatFailsLeavesNothing() throws IOException {
    NodeFixture.awaitGone(leave("a", "sh -c 'sleep 600 & echo $!; exit 1'"));
  }
}
