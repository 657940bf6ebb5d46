package dev.batchline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A night's work as a user of the Azure CLI describes it in files: nodes whose start task fails at
 * first, a job with preparation and release, tasks that depend on each other, and one whose failure
 * ends the job.
 */
class AzureCliScenarioTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path directory;

  @Test
  void nodesAreMendedAndAJobEndsWithATaskThatMustNotFail() throws Exception {
    AzureCli.require();
    try (EmulatorProcess emulator = EmulatorProcess.start(directory, "--pace", "300");
        AzureCli az = new AzureCli(emulator.settings(), directory)) {
      az.succeed("pool", "create", "--json-file", file("pool.json"));
      await()
          .atMost(PATIENCE)
          .until(() -> states(az).toString().equals("[\"starttaskfailed\",\"starttaskfailed\"]"));
      for (JsonNode node : az.succeed("node", "list", "--pool-id", "night", "--query", "[].id")) {
        az.succeed("node", "reboot", "--pool-id", "night", "--node-id", node.asText());
      }

      az.succeed("job", "create", "--json-file", file("job.json"));
      az.succeed("task", "create", "--job-id", "nightly", "--json-file", file("tasks.json"));
      await().atMost(PATIENCE).until(() -> job(az).path("state").asText().equals("completed"));

      assertThat(job(az).at("/executionInfo/terminateReason").asText()).isEqualTo("TaskFailed");
      assertThat(
              az.succeed(
                  "task",
                  "list",
                  "--job-id",
                  "nightly",
                  "--query",
                  "[].[id, state, executionInfo.exitCode]"))
          .hasToString(
              "[[\"1\",\"completed\",0],[\"2\",\"completed\",9],[\"fatal\",\"completed\",7],"
                  + "[\"merge\",\"completed\",0],[\"never\",\"active\",null]]");
      JsonNode onNodes =
          az.succeed(
              "job",
              "prep-release-status",
              "list",
              "--job-id",
              "nightly",
              "--query",
              "[].[jobPreparationTaskExecutionInfo.result, jobReleaseTaskExecutionInfo.result]");
      assertThat(onNodes).isNotEmpty();
      assertThat(onNodes)
          .allSatisfy(node -> assertThat(node).hasToString("[\"success\",\"success\"]"));
      Path merged = directory.resolve("merged.txt");
      az.succeed(
          "task",
          "file",
          "download",
          "--job-id",
          "nightly",
          "--task-id",
          "merge",
          "--file-path",
          "stdout.txt",
          "--destination",
          merged.toString());
      assertThat(merged).hasContent("prepared at night\n");
    }
  }

  private static JsonNode states(AzureCli az) throws IOException {
    return az.succeed("node", "list", "--pool-id", "night", "--query", "[].state");
  }

  private static JsonNode job(AzureCli az) throws IOException {
    return az.succeed("job", "show", "--job-id", "nightly");
  }

  private static String file(String name) {
    return Path.of("src/test/resources/azure-cli/night", name).toAbsolutePath().toString();
  }
}
