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

/** What somebody types who was woken up: why nothing runs, what it writes, end it, clean up. */
class OnCallTest {

  @TempDir Path directory;

  @BeforeAll
  static void requireNode() throws Exception {
    Batchline.requireNode();
  }

  @Test
  void aRunThatNobodyDrivesIsLookedIntoEndedAndCleanedUp() throws Exception {
    JsonNode settings =
        new Batchline(directory).run("emulator", "start", "--output", "json").json();
    try {
      Path job = TinyJob.write(directory);
      Result left =
          on(settings)
              .run("run", job.toString(), "--set", "seconds=60.03125", "--detach", "--to", "out");
      assertThat(left.exitCode()).as(left.err()).isZero();
      String run = runId(left.err());

      JsonNode status = on(settings).run("status", run, "--output", "json").json();
      assertThat(status.path("why").path("cause").asText()).isEqualTo("not-driven");
      assertThat(status.path("why").path("sentence").asText()).contains("batchline attach " + run);
      assertThat(on(settings).run("clean").out()).contains("nothing to clean");

      Result cancel = on(settings).run("cancel", run, "--reason", "wrong portfolio");
      assertThat(cancel.out()).as(cancel.err()).contains("is cancelled; 0 of 4 tasks succeeded");
      Result ended = on(settings).run("status", run, "--watch");
      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(ended.out()).contains("4 did not finish", "wrong portfolio");
      Result unknown = on(settings).run("logs", run, "work-l", "--output", "json");
      assertThat(unknown.exitCode()).isEqualTo(2);
      assertThat(unknown.json().path("error").path("hint").asText())
          .contains("Did you mean work-1?");
      JsonNode logs = on(settings).run("logs", run, "work-1", "--output", "json").json();
      assertThat(logs.findValuesAsText("text")).anyMatch(text -> text.contains("task 1"));

      Result clean = on(settings).run("clean", "--older-than", "PT0S", "--yes");
      assertThat(clean.out()).as(clean.err()).contains("removed run " + run);
      assertThat(on(settings).run("runs").out()).contains("no runs");

      JsonNode checks = on(settings).run("doctor", "--first-node", "--output", "json").json();
      assertThat(checks.findValuesAsText("result")).hasSize(10).containsOnly("ok");
    } finally {
      new Batchline(directory).run("emulator", "stop");
    }
  }

  @Test
  void logsAreFollowedAcrossRetriesToTheEndOfTheTask() throws Exception {
    Path job = TinyJob.write(directory);
    Running running =
        new Batchline(directory)
            .start("run", job.toString(), "--local", "--set", "seconds=3", "--set", "broken=2");
    String run = awaitRun(running);

    Result logs = new Batchline(directory).run("logs", run, "work-2", "--follow");
    running.end(); // which takes its services along, from under who uses them
    Result failed = new Batchline(directory).run("logs", run, "--failed");

    assertThat(logs.exitCode()).as(logs.err()).isZero();
    assertThat(logs.out().lines().filter("task 2"::equals)).hasSize(2);
    assertThat(logs.err())
        .contains("--- work-2, attempt 1", "--- work-2, attempt 2", "scenario 2 has no price")
        .doesNotContain("##vso");
    assertThat(failed.out()).contains("2 attempts of 1 task failed alike", "| scenario 2 has no");
  }

  private Batchline on(JsonNode settings) {
    return new Batchline(directory).with(settings);
  }

  private static String awaitRun(Running running) {
    return await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> find(running.errors()), found -> !found.isEmpty());
  }

  private static String runId(String errors) {
    String found = find(errors);
    assertThat(found).as(errors).isNotEmpty();
    return found;
  }

  private static String find(String errors) {
    return errors
        .lines()
        .filter(line -> line.startsWith("Run "))
        .findFirst()
        .map(line -> line.substring("Run ".length()))
        .orElse("");
  }
}
