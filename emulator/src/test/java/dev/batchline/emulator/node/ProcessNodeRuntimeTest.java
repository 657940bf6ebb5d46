package dev.batchline.emulator.node;

import static dev.batchline.emulator.node.NodeFixture.awaitGone;
import static dev.batchline.emulator.node.NodeFixture.isRunning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.batchline.emulator.node.CommandEvent.Ended;
import dev.batchline.emulator.node.CommandEvent.Started;
import dev.batchline.emulator.node.NodeFixture.Told;
import dev.batchline.emulator.node.RunningCommand.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessNodeRuntimeTest {

  @TempDir Path parent;
  private NodeFixture on;

  @BeforeEach
  void startRuntime() throws IOException {
    on = new NodeFixture(parent);
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    on.close();
    try (Stream<Path> left = Files.list(parent)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aNodeHasTheDirectoriesOfBatch() throws IOException {
    try (Stream<Path> entries = Files.list(on.node)) {
      assertThat(entries.map(entry -> entry.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "applications", "fsmounts", "shared", "startup", "volatile", "workitems");
    }
  }

  @Test
  void aCommandRunsInItsWorkingDirectoryWithItsOutputInFiles() throws IOException {
    Ended ended =
        on.command("t", "/bin/sh -c 'pwd; echo oops >&2; echo $HOME $x; cat'")
            .environment(Map.of("x", "a b"))
            .run();

    assertThat(ended.exitCode()).hasValue(0);
    assertThat(ended.failure()).isEmpty();
    assertThat(ended.started())
        .get()
        .satisfies(start -> assertThat(start).isBeforeOrEqualTo(ended.ended()));
    Path wd = on.task("t").resolve("wd");
    assertThat(on.text("t", "stdout.txt")).isEqualTo(wd + "\n" + wd + " a b\n");
    assertThat(on.text("t", "stderr.txt")).isEqualTo("oops\n");
  }

  @Test
  void nothingOfTheEmulatorsEnvironmentReachesATask() throws IOException {
    on.command("t", "env").environment(Map.of("MINE", "1")).run();

    assertThat(on.text("t", "stdout.txt").lines().map(line -> line.substring(0, line.indexOf('='))))
        .contains("PATH", "HOME", "MINE", "AZ_BATCH_TASK_DIR", "AZ_BATCH_TASK_WORKING_DIR")
        .isSubsetOf(
            "PATH",
            "HOME",
            "MINE",
            "AZ_BATCH_TASK_DIR",
            "AZ_BATCH_TASK_WORKING_DIR",
            "LANG",
            "LC_ALL",
            "TZ",
            "TMPDIR",
            "USER",
            "JAVA_HOME");
  }

  @Test
  void anExitCodeThatIsNotZeroIsAFailureOfTheUser() {
    Ended ended = on.command("t", "sh -c 'exit 3'").run();

    assertThat(ended.exitCode()).hasValue(3);
    assertThat(ended.failure())
        .get()
        .satisfies(
            failure -> {
              assertThat(failure.category()).isEqualTo("UserError");
              assertThat(failure.code()).isEqualTo("FailureExitCode");
              assertThat(failure.details())
                  .containsExactly(
                      Map.entry("Message", "The task process exited with an unexpected exit code"),
                      Map.entry("AdditionalErrorCode", "FailureExitCode"));
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such-program-anywhere x", "./nothing", "/usr/bin", "''"})
  void aProgramThatDoesNotExistIsNotRun(String line) {
    Told told = new Told();
    on.command("t", line).retries(3).start(told);

    Ended ended = told.ended();
    assertThat(ended.exitCode()).isEmpty();
    assertThat(ended.started()).as("as Batch tells it").isPresent();
    assertThat(ended.failure().orElseThrow().code()).isEqualTo("CommandProgramNotFound");
    assertThat(ended.failure().orElseThrow().details())
        .containsExactly(
            Map.entry("CommandLine", line),
            Map.entry("Message", "The system cannot find the file specified"));
    assertThat(told.starts()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "echo 'open"})
  void whatCannotBeLaunchedSaysSo(String line) {
    assertThat(on.command("t", line).run().failure().orElseThrow().code())
        .isEqualTo("CommandLaunchFailed");
  }

  @Test
  void aMissingProgramOfAShellIsTheShellsExitCode() {
    assertThat(on.command("t", "sh -c no-such-program").run().exitCode()).hasValue(127);
  }

  @Test
  void retriesHappenInPlaceWithFreshOutputAndKeptFiles() throws IOException {
    Told told = new Told();
    on.command("t", "sh -c 'echo x >> n; wc -l < n; test $(wc -l < n) -ge 3'")
        .retries(5)
        .start(told);

    Ended ended = told.ended();
    assertThat(ended.exitCode()).hasValue(0);
    assertThat(ended.retries()).isEqualTo(2);
    assertThat(ended.failure()).isEmpty();
    assertThat(on.text("t", "stdout.txt").strip()).isEqualTo("3");
    assertThat(
            told.events.stream().filter(Started.class::isInstance).map(e -> ((Started) e).retry()))
        .containsExactly(0, 1, 2);
    assertThat(told.events).last().isEqualTo(ended);
  }

  @Test
  void retriesComeToAnEnd() {
    Ended ended = on.command("t", "false").retries(2).run();

    assertThat(ended.retries()).isEqualTo(2);
    assertThat(ended.failure().orElseThrow().details())
        .containsExactly(
            Map.entry("Message", "The task process exited with an unexpected exit code"),
            Map.entry("AdditionalErrorCode", "FailureExitCode"));
  }

  @Test
  void retriesOfEarlierNodesCount() {
    Ended ended = on.command("t", "false").retries(3).runAfter(2);
    assertThat(ended.retries()).isEqualTo(3);
  }

  @Test
  void aFreshDirectoryIsEmptiedAndAnotherIsKept() throws IOException {
    on.command("t", "touch left").run();
    on.command("t", "ls").run();
    assertThat(on.text("t", "stdout.txt")).isEmpty();

    on.command("t", "touch left").run();
    Told told = new Told();
    on.runtime.start(
        new NodeCommand(
            on.task("t"), false, "ls", Map.of(), List.of(), List.of(), 0, Optional.empty()),
        told::accept);
    told.ended();
    assertThat(on.text("t", "stdout.txt")).isEqualTo("left\n");
  }

  @Test
  void aHundredMegabytesOfOutputGoStraightToTheFile() throws IOException {
    long before = used();
    on.command("t", "sh -c 'head -c 100000000 /dev/zero'").run();

    assertThat(Files.size(on.task("t").resolve("stdout.txt"))).isEqualTo(100_000_000);
    assertThat(used() - before).isLessThan(20_000_000);
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void theWallClockEndsATaskWithTheExitCodeOfAKill() {
    Told told = new Told();
    on.command("t", "sleep 60").wallClock(Duration.ofMillis(100)).retries(3).start(told);

    Ended ended = told.ended();
    assertThat(ended.exitCode()).hasValue(137);
    assertThat(ended.failure().orElseThrow().code()).isEqualTo("TaskEnded");
    assertThat(told.starts()).as("a task that took too long is not retried").isEqualTo(1);
  }

  @Test
  void theServicesWordForNoLimitIsNoLimit() {
    Duration longest = Duration.parse("P10675199DT2H48M5.4775807S");
    assertThat(on.command("t", "true").wallClock(longest).run().failure()).isEmpty();
  }

  @Test
  void aTaskMayCleanUpWhenItsTimeIsOver() throws IOException {
    on.command("t", "sh -c 'trap \"echo bye; exit 0\" TERM; echo go; sleep 60 & wait'")
        .wallClock(Duration.ofMillis(200))
        .run();

    assertThat(on.text("t", "stdout.txt")).isEqualTo("go\nbye\n");
  }

  @Test
  void whoIgnoresTheRequestToEndIsKilledAfterTheGrace() throws IOException {
    Told told = new Told();
    RunningCommand running =
        on.command("t", "sh -c 'trap \"\" TERM; echo go; while :; do sleep 0.05; done'")
            .start(told);
    on.awaitText("t", "stdout.txt");

    running.kill(Reason.ENDED);

    Ended ended = told.ended();
    assertThat(ended.exitCode()).hasValue(137);
    assertThat(ended.failure().orElseThrow().code()).isEqualTo("TaskEnded");
  }

  /** Forks, forks again, and leaves its session the way a daemon does. */
  private static final String DAEMONS =
      "sh -c '(sh -c \"sleep 300 & echo \\$! > a; sleep 300\" &) ;"
          + " (setsid sh -c \"sleep 300 & echo \\$! > b; exec sleep 300\" > /dev/null 2>&1 &) ;"
          + " (nohup perl -e \"fork and exit; fork and exit; open F, q(>c); print F qq(\\$\\$\\n);"
          + " close F; sleep 300\" &) ; (env -i setsid sh -c \"echo \\$\\$ > e; exec sleep 300\" &) ;"
          + " (env -i setsid sh -c \"echo \\$\\$ > f; exec sleep 300 > /dev/null 2>&1\" &) ;"
          + " (env -i setsid sh -c \"echo \\$\\$ > g; cd /; exec sleep 300 > /dev/null 2>&1\" &) ;"
          + " echo $$ > d; sleep 300'";

  private List<Long> daemons(String task) throws IOException {
    List<Long> pids = new ArrayList<>();
    for (String file : List.of("a", "b", "c", "d", "e", "f", "g")) {
      for (String pid : on.awaitText(task, "wd/" + file).lines().toList()) {
        pids.add(Long.parseLong(pid));
      }
    }
    assertThat(pids).allMatch(NodeFixture::isRunning);
    return pids;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ENDED", "LOST"})
  void aKilledTaskLeavesNoProcessBehindWhateverItForked(String reason) throws IOException {
    Told told = new Told();
    RunningCommand running = on.command("t", DAEMONS).start(told);
    List<Long> pids = daemons("t");

    running.kill(Reason.valueOf(reason));

    assertThat(told.ended().failure().orElseThrow().code()).isEqualTo("TaskEnded");
    pids.forEach(NodeFixture::awaitGone);
  }

  @Test
  void aKilledTaskTakesNoOthersAlong() throws IOException {
    Told told = new Told();
    RunningCommand killed = on.command("t", "sleep 300").start(told);
    Told other = new Told();
    RunningCommand left = on.command("other", DAEMONS).start(other);
    List<Long> pids = daemons("other");

    killed.kill(Reason.ENDED);
    told.ended();

    assertThat(pids).allMatch(NodeFixture::isRunning);
    left.kill(Reason.LOST);
    other.ended();
    pids.forEach(NodeFixture::awaitGone);
  }

  @Test
  void aTaskThatEndsTakesItsGroupWithIt() throws IOException {
    on.command("t", "sh -c 'sleep 300 & echo $! > pid'").run();

    awaitGone(Long.parseLong(on.awaitText("t", "wd/pid")));
  }

  @Test
  void aServiceThatATaskStartedInItsOwnSessionLivesUntilItsNodeGoes() throws IOException {
    on.command("t", "sh -c 'setsid sh -c \"echo \\$\\$ > pid; exec sleep 300\" & sleep 0.2'").run();
    long pid = Long.parseLong(on.awaitText("t", "wd/pid"));
    assertThat(isRunning(pid)).isTrue();

    on.runtime.removeNode("pool", "node-1");

    awaitGone(pid);
  }

  @Test
  void killingTwiceOrTooLateChangesNothing() {
    Told told = new Told();
    RunningCommand running = on.command("t", "true").start(told);
    Ended ended = told.ended();

    running.kill(Reason.ENDED);
    running.kill(Reason.LOST);

    assertThat(ended.failure()).isEmpty();
    assertThat(told.events).hasSize(2);
  }

  @Test
  void removingANodeKillsWhatRunsThereAndNothingElse() throws IOException {
    Path other = on.runtime.createNode("pool", "node-10");
    Told toldOther = new Told();
    RunningCommand lives =
        on.runtime.start(
            new NodeCommand(
                other.resolve("workitems/j/job-1/t"),
                true,
                "sleep 300",
                Map.of(),
                List.of(),
                List.of(),
                0,
                Optional.empty()),
            toldOther::accept);
    Told told = new Told();
    on.command("t", DAEMONS).start(told);
    List<Long> pids = daemons("t");
    await().until(() -> toldOther.starts() == 1);

    on.runtime.removeNode("pool", "node-1");

    assertThat(on.node).doesNotExist();
    told.ended();
    pids.forEach(NodeFixture::awaitGone);
    assertThat(toldOther.ended.isDone()).isFalse();
    lives.kill(Reason.LOST);
    toldOther.ended();
  }

  @Test
  void directoriesThatATaskHasClosedToItselfAreRemovedToo() {
    on.command("t", "sh -c 'mkdir -p a/b; touch a/b/c; chmod 000 a/b; chmod 500 a'").run();
    on.runtime.removeNode("pool", "node-1");
    assertThat(on.node).doesNotExist();
  }

  @Test
  void aDirectoryThatIsNotOfANodeIsRefused() {
    NodeCommand outside =
        new NodeCommand(
            parent.resolve("x/y/z"),
            true,
            "true",
            Map.of(),
            List.of(),
            List.of(),
            0,
            Optional.empty());
    assertThatIllegalArgumentException().isThrownBy(() -> on.runtime.start(outside, event -> {}));
    assertThatIllegalArgumentException().isThrownBy(() -> on.runtime.createNode("..", "node"));
  }

  @Test
  void nothingStartsOnANodeThatIsRemoved() throws IOException {
    on.runtime.removeNode("pool", "node-1");
    on.runtime.removeNode("pool", "node-1");

    assertThatIllegalStateException().isThrownBy(() -> on.command("t", "true").run());
    assertThat(on.node).doesNotExist();

    on.runtime.createNode("pool", "node-1");
    assertThat(on.command("t", "true").run().exitCode()).hasValue(0);
  }

  @Test
  void aHundredProcessesRunAtOnceWithoutAHundredThreadsOfOurs() {
    List<Told> all = new ArrayList<>();
    List<RunningCommand> running = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Told told = new Told();
      running.add(on.command("t" + i, "sleep 300").start(told));
      all.add(told);
    }
    await().until(() -> all.stream().allMatch(told -> told.starts() == 1));

    long ours =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("node-"))
            .count();
    assertThat(ours).isLessThan(25);
    running.forEach(command -> command.kill(Reason.LOST));
    all.forEach(told -> assertThat(told.ended().exitCode()).isEqualTo(OptionalInt.of(137)));
  }

  @Test
  void closingKillsAndRemovesEverything() throws IOException {
    Told told = new Told();
    on.command("t", DAEMONS).start(told);
    List<Long> pids = daemons("t");

    on.close();

    pids.forEach(NodeFixture::awaitGone);
    assertThat(told.ended().failure()).isPresent();
    assertThat(on.node).doesNotExist();
  }
}
