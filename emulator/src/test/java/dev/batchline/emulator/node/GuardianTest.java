package dev.batchline.emulator.node;

import static dev.batchline.emulator.node.NodeFixture.awaitGone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.batchline.emulator.node.NodeFixture.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardianTest {

  @TempDir Path parent;

  /** A program that runs commands until it is killed. */
  static final class Victim {
    public static void main(String[] arguments) throws IOException {
      NodeFixture on = new NodeFixture(Path.of(arguments[0]));
      String tree =
          "sh -c 'echo $$ > a; setsid sh -c \"echo \\$\\$ > b; exec sleep 300\" & "
              + "env -i setsid sh -c \"echo \\$\\$ > d; exec sleep 300\" & "
              + "env -i setsid sh -c \"echo \\$\\$ > e; cd /; exec sleep 300 >/dev/null 2>&1\" & "
              + "sleep 300 & echo $! > c; sleep 300'";
      Told told = new Told();
      on.command("tree", tree).start(told);
      for (int i = 0; ; i++) {
        // Always in the middle of starting something.
        on.command("busy-" + i % 5, "sh -c 'sleep 0.01 & sleep 0.005'").run();
      }
    }
  }

  @Test
  void nothingSurvivesTheDeathOfTheEmulator() throws Exception {
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                parent.toString())
            .inheritIO()
            .start();
    List<Long> pids = new ArrayList<>();
    try {
      for (String file : List.of("a", "b", "c", "d", "e")) {
        await().until(() -> find(file).size() == 1);
        await().until(() -> Files.readString(find(file).get(0)).endsWith("\n"));
        pids.add(Long.parseLong(Files.readString(find(file).get(0)).strip()));
      }
      assertThat(pids).allMatch(NodeFixture::isRunning);
    } finally {
      victim.destroyForcibly().waitFor();
    }

    pids.forEach(NodeFixture::awaitGone);
    await()
        .untilAsserted(
            () -> {
              try (Stream<Path> left = Files.list(parent)) {
                assertThat(left).isEmpty();
              }
            });
    await().until(() -> commandLines(parent).isEmpty());
  }

  private List<Path> find(String name) throws IOException {
    try (Stream<Path> files = Files.find(parent, 9, (path, is) -> path.endsWith("wd/" + name))) {
      return files.toList();
    } catch (java.io.UncheckedIOException e) {
      return List.of(); // something has just vanished
    }
  }

  /** What is still running, the guardian too, with the directory on its command line. */
  private static List<String> commandLines(Path directory) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains(directory.toString()))
        .toList();
  }

  @Test
  void aGuardianThatIsKilledIsReplacedAndTheNextOneKnowsAllGroups() throws IOException {
    try (NodeFixture on = new NodeFixture(parent)) {
      Told told = new Told();
      RunningCommand running = on.command("t", "sh -c 'echo $$ > pid; sleep 300'").start(told);
      long pid = Long.parseLong(on.awaitText("t", "wd/pid"));
      ProcessHandle guardian =
          ProcessHandle.current()
              .children()
              .filter(child -> child.info().commandLine().orElse("").contains("guardian"))
              .filter(child -> child.info().commandLine().orElse("").contains(parent.toString()))
              .findFirst()
              .orElseThrow();

      guardian.destroyForcibly();
      awaitGone(guardian.pid());
      assertThat(NodeFixture.isRunning(pid)).isTrue();
      assertThat(on.command("u", "true").run().exitCode()).hasValue(0);
      running.kill(RunningCommand.Reason.ENDED);

      assertThat(told.ended().failure()).isPresent();
      awaitGone(pid);
    }
  }

  @Test
  void whatAnotherRuntimeHasLeftIsRemovedAndWhatIsInUseIsNot() throws IOException {
    Path left = Files.createDirectories(parent.resolve("nodes-left/pool/node"));
    Files.createFile(parent.resolve("nodes-left/.lock"));
    Path strange = Files.createDirectory(parent.resolve("nodes-of-mine"));
    try (NodeFixture first = new NodeFixture(parent);
        NodeFixture second = new NodeFixture(parent)) {
      assertThat(left).doesNotExist();
      assertThat(strange).exists();
      assertThat(first.node).exists();
      assertThat(second.command("t", "true").run().exitCode()).hasValue(0);
      assertThat(first.command("t", "true").run().exitCode()).hasValue(0);
    }
  }
}
