package dev.batchline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.acceptance.Batchline.Result;
import dev.batchline.acceptance.Batchline.Running;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, and worse. */
class InterruptionTest {

  /** Long enough to be seen running, short enough to wait for. */
  private static final String TELLING = "4.0625";

  @TempDir Path directory;

  @BeforeAll
  static void requireNode() throws Exception {
    Batchline.requireNode();
  }

  @Test
  void ctrlCStopsAllThatALocalRunStartedAndAttachEndsIt() throws Exception {
    Running running = start("--local");
    awaitTasks();

    running.signal("INT");
    Result result = running.end();

    assertThat(result.exitCode()).as(result.err()).isEqualTo(130);
    assertThat(result.out()).contains("batchline attach " + runId(result.err()));
    nothingRuns();
    attached(runId(result.err()));
  }

  @Test
  void aKilledLocalRunLeavesNoProcessAndAttachLosesAndDoublesNothing() throws Exception {
    Running running = start("--local");
    awaitTasks();

    running.signal("KILL");
    Result result = running.end();

    await().atMost(Duration.ofMinutes(1)).untilAsserted(InterruptionTest::nothingRuns);
    attached(runId(result.err()));
  }

  @Test
  void withoutLocalTheRunGoesOnWithoutUs() throws Exception {
    JsonNode settings =
        new Batchline(directory).run("emulator", "start", "--output", "json").json();
    try {
      Path job = TinyJob.write(directory);
      Running running =
          new Batchline(directory)
              .with(settings)
              .start("run", job.toString(), "--set", "seconds=" + TELLING);
      awaitTasks();
      running.signal("INT");
      Result left = running.end();
      assertThat(left.exitCode()).as(left.err()).isEqualTo(130);
      assertThat(left.out()).contains("The run goes on");

      Result attached =
          new Batchline(directory)
              .with(settings)
              .run("attach", runId(left.err()), "--output", "json", "--to", "elsewhere");
      assertThat(attached.exitCode()).as(attached.err()).isZero();
      assertThat(directory.resolve("elsewhere/output/join/all.txt")).hasContent("1\n2\n3");
    } finally {
      new Batchline(directory).run("emulator", "stop");
    }
    nothingRuns();
  }

  @Test
  void cancelEndsARunThatAnotherProcessDrives() throws Exception {
    Path job = TinyJob.write(directory);
    Running running =
        new Batchline(directory)
            .start("run", job.toString(), "--local", "--set", "seconds=60.0625");
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> !Batchline.processesNaming("sleep 60.0625").isEmpty());

    Result cancel = new Batchline(directory).run("cancel", runId(running.errors()));
    Result result = running.end();

    assertThat(cancel.exitCode()).as(cancel.err()).isZero();
    assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
    assertThat(result.out()).startsWith("Cancelled");
    nothingRuns();
  }

  private Running start(String... more) throws Exception {
    Path job = TinyJob.write(directory);
    return new Batchline(directory)
        .start("run", job.toString(), "--set", "seconds=" + TELLING, more[0]);
  }

  private static void awaitTasks() {
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> !Batchline.processesNaming("sleep " + TELLING).isEmpty());
  }

  private void attached(String run) throws Exception {
    Result result = new Batchline(directory).run("attach", run, "--output", "json", "--to", "out");
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.json().path("tasks").path("succeeded").asInt()).isEqualTo(4);
    assertThat(directory.resolve("out/output/join/all.txt")).hasContent("1\n2\n3");
    nothingRuns();
  }

  private static void nothingRuns() {
    assertThat(Batchline.processesNaming(Batchline.home().toString())).isEmpty();
    assertThat(Batchline.processesNaming("sleep " + TELLING)).isEmpty();
  }

  private static String runId(String errors) {
    return errors
        .lines()
        .filter(line -> line.startsWith("Run "))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no run in:\n" + errors))
        .substring("Run ".length());
  }
}
