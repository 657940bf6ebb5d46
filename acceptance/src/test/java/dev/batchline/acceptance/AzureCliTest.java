package dev.batchline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The emulator as a user of the Azure CLI sees it.
 *
 * <p>The tests share one emulator; each has pools and jobs of its own.
 */
class AzureCliTest {

  // What this release of the CLI can't do at all: job disable, whose only argument has no value
  // that it accepts, and pool create with a formula, which it sends without enableAutoScale.

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final List<String> MACHINE =
      List.of(
          "--vm-size",
          "Standard_D2s_v3",
          "--image",
          "canonical:0001-com-ubuntu-server-jammy:22_04-lts",
          "--node-agent-sku-id",
          "batch.node.ubuntu 22.04");

  @TempDir static Path directory;

  private static EmulatorProcess emulator;
  private static AzureCli az;

  @BeforeAll
  static void start() throws Exception {
    AzureCli.require();
    emulator = EmulatorProcess.start(directory, "--pace", "300");
    az = new AzureCli(emulator.settings(), directory);
  }

  @AfterAll
  static void stop() throws Exception {
    if (az != null) {
      az.close();
    }
    if (emulator != null) {
      emulator.close();
    }
  }

  private static void createPool(String id, String... more) throws IOException {
    az.succeed(words(List.of("pool", "create", "--id", id), MACHINE, List.of(more)));
  }

  /** A pool whose nodes are idle. */
  private static void createReadyPool(String id, int nodes, String... more) throws IOException {
    createPool(
        id, words(List.of("--target-dedicated-nodes", Integer.toString(nodes)), List.of(more)));
    await().atMost(PATIENCE).until(() -> nodesThatAre(id, "idle").size() == nodes);
  }

  private static JsonNode nodesThatAre(String pool, String state) throws IOException {
    return az.succeed(
        "node",
        "list",
        "--pool-id",
        pool,
        "--filter",
        "state eq '" + state + "'",
        "--query",
        "[].id");
  }

  private static void awaitSteady(String pool) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                az.succeed("pool", "show", "--pool-id", pool)
                    .path("allocationState")
                    .asText()
                    .equals("steady"));
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static String[] words(List<String>... parts) {
    return Arrays.stream(parts).flatMap(List::stream).toArray(String[]::new);
  }

  @Test
  void aPoolIsCreatedResizedChangedAndDeleted() throws Exception {
    createReadyPool("resized", 1, "--metadata", "team=risk");

    // No nodes come until the resize times out, so it still goes on when it is stopped.
    emulator.addFault(
        """
        {"kind": "allocation-failed", "code": "AllocationTimedout", "pools": ["resized"]}""");
    az.succeed(
        words(
            List.of("pool", "resize", "--pool-id", "resized", "--target-dedicated-nodes", "3"),
            List.of("--resize-timeout", "P1D")));
    assertThat(az.fail("pool", "resize", "--pool-id", "resized", "--target-dedicated-nodes", "2"))
        .contains("resiz");
    az.succeed("pool", "resize", "--pool-id", "resized", "--abort");
    awaitSteady("resized");
    assertThat(az.succeed("pool", "show", "--pool-id", "resized").at("/resizeErrors/0/code"))
        .hasToString("\"ResizeStopped\"");
    emulator.clearFaults();
    az.succeed("pool", "resize", "--pool-id", "resized", "--target-dedicated-nodes", "2");
    await().atMost(PATIENCE).until(() -> nodesThatAre("resized", "idle").size() == 2);

    az.succeed("pool", "set", "--pool-id", "resized", "--metadata", "team=credit");
    assertThat(
            az.fail(
                "pool", "set", "--pool-id", "resized", "--metadata", "a=b", "--if-match", "0x1"))
        .contains("condition specified using HTTP conditional header(s) is not met");
    JsonNode reset =
        az.succeed(
            "pool", "reset", "--pool-id", "resized", "--start-task-command-line", "/bin/true");
    assertThat(reset.at("/startTask/commandLine").asText()).isEqualTo("/bin/true");
    assertThat(reset.path("metadata")).isEmpty();

    JsonNode counts = az.succeed("pool", "node-counts", "list", "--filter", "poolId eq 'resized'");
    assertThat(counts.at("/0/dedicated/idle").asInt()).isEqualTo(2);
    az.succeed("pool", "delete", "--pool-id", "resized", "--yes");
    await()
        .atMost(PATIENCE)
        .until(() -> az.batch("pool", "show", "--pool-id", "resized").exitCode() == 1);
    assertThat(az.fail("pool", "show", "--pool-id", "resized"))
        .contains("The specified pool does not exist.");
  }

  @Test
  void aFormulaIsEnabledEvaluatedAndRefusedWithItsPosition() throws IOException {
    createReadyPool("scaled", 0);
    awaitSteady("scaled");
    assertThat(evaluate("$TargetDedicatedNodes=1;", 1).err())
        .contains("scaling is not enabled on the specified pool");

    az.succeed(
        "pool",
        "autoscale",
        "enable",
        "--pool-id",
        "scaled",
        "--auto-scale-formula",
        "$TargetDedicatedNodes=0;");
    assertThat(evaluate("$TargetDedicatedNodes=max(2, 3);x=1;", 0).json().path("results").asText())
        .contains("$TargetDedicatedNodes=3;")
        .contains("x=1");
    assertThat(evaluate("$TargetDedicatedNodes=nope;", 0).json().at("/error/values/0/value"))
        .hasToString("\"Line 1, Col 23: Undefined symbol: nope\"");
    assertThat(
            az.fail(
                "pool",
                "autoscale",
                "enable",
                "--pool-id",
                "scaled",
                "--auto-scale-formula",
                "$TargetDedicatedNodes=;"))
        .contains("Line 1, Col 23");
    az.succeed("pool", "autoscale", "disable", "--pool-id", "scaled");
    assertThat(
            az.succeed("pool", "show", "--pool-id", "scaled").path("enableAutoScale").asBoolean())
        .isFalse();
  }

  private static AzureCli.Result evaluate(String formula, int exitCode) throws IOException {
    AzureCli.Result result =
        az.batch(
            "pool",
            "autoscale",
            "evaluate",
            "--pool-id",
            "scaled",
            "--auto-scale-formula",
            formula);
    assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
    return result;
  }

  @Test
  void aNodeIsShownRebootedTakenOutOfServiceAndRemoved() throws IOException {
    createReadyPool("nodes", 2, "--start-task-command-line", "/bin/sh -c 'echo started'");
    String node = nodesThatAre("nodes", "idle").get(0).asText();
    List<String> ids = List.of("--pool-id", "nodes", "--node-id", node);

    JsonNode shown = az.succeed(words(List.of("node", "show"), ids));
    assertThat(shown.at("/startTaskInfo/exitCode").asInt(-1)).isZero();
    assertThat(node("remote-login-settings show", ids).path("remoteLoginPort").asInt())
        .isPositive();
    node("scheduling disable", ids);
    assertThat(az.fail(words(List.of("node", "scheduling", "disable"), ids)))
        .contains("scheduling");
    node("scheduling enable", ids);
    az.succeed(
        words(List.of("node", "user", "create", "--name", "ann", "--password", "a-Secret-1"), ids));
    assertThat(az.fail(words(List.of("node", "user", "create", "--name", "ann"), ids)))
        .contains("user");
    az.succeed(
        words(
            List.of("node", "user", "reset", "--user-name", "ann", "--password", "b-Secret-2"),
            ids));
    az.succeed(words(List.of("node", "user", "delete", "--user-name", "ann", "--yes"), ids));
    assertThat(node("file list", ids).findValuesAsText("name")).contains("startup");
    download(
        List.of("node", "file", "download", "--file-path", "startup/stdout.txt"), ids, "started\n");
    node("reboot", ids);
    await().atMost(PATIENCE).until(() -> nodesThatAre("nodes", "idle").size() == 2);
    assertThat(az.fail(words(List.of("node", "reimage"), ids)))
        .contains("only on pools created with cloudServiceConfiguration");
    assertThat(az.fail("node", "show", "--pool-id", "nodes", "--node-id", "none"))
        .contains("The specified node does not exist.");

    az.succeed("node", "delete", "--pool-id", "nodes", "--node-list", node);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                !az.succeed("node", "list", "--pool-id", "nodes")
                    .findValuesAsText("id")
                    .contains(node));
  }

  private static JsonNode node(String command, List<String> ids) throws IOException {
    return az.succeed(words(List.of("node"), List.of(command.split(" ")), ids));
  }

  private static void download(List<String> command, List<String> ids, String expected)
      throws IOException {
    Path file = directory.resolve("downloaded");
    az.succeed(words(command, ids, List.of("--destination", file.toString())));
    assertThat(file).hasContent(expected);
    Files.delete(file);
  }

  @Test
  void twoHundredAndFiftyTasksOfAFileRunAndAreFoundByAFilter() throws IOException {
    createReadyPool("many", 2, "--task-slots-per-node", "4");
    az.succeed("job", "create", "--id", "many", "--pool-id", "many");
    ArrayNode tasks = new ObjectMapper().createArrayNode();
    for (int i = 0; i < 250; i++) {
      tasks
          .addObject()
          .put("id", "t%03d".formatted(i))
          .put("commandLine", i % 50 == 49 ? "/bin/sh -c 'exit 3'" : "/bin/true");
    }
    Path file = directory.resolve("tasks.json");
    Files.writeString(file, tasks.toString());

    JsonNode added =
        az.succeed("task", "create", "--job-id", "many", "--json-file", file.toString());

    assertThat(added.findValuesAsText("status")).hasSize(250).containsOnly("success");
    await().atMost(PATIENCE).until(() -> count("many", "completed") == 250);
    assertThat(count("many", "failed")).isEqualTo(5);
    JsonNode failed =
        az.succeed(
            "task",
            "list",
            "--job-id",
            "many",
            "--filter",
            "state eq 'completed' and executionInfo/result eq 'failure'",
            "--select",
            "id,executionInfo",
            "--query",
            "[].[id, executionInfo.exitCode]");
    assertThat(failed)
        .hasToString("[[\"t049\",3],[\"t099\",3],[\"t149\",3],[\"t199\",3],[\"t249\",3]]");
    assertThat(az.fail("task", "list", "--job-id", "many", "--filter", "colour eq 'red'"))
        .contains("QueryParameterName: $filter");
  }

  private static int count(String job, String which) throws IOException {
    return az.succeed("job", "task-counts", "show", "--job-id", job)
        .at("/taskCounts/" + which)
        .asInt();
  }

  @Test
  void aTaskIsWatchedStoppedReactivatedAndItsFilesAreRead() throws IOException {
    createReadyPool("one", 1);
    az.succeed("job", "create", "--id", "one", "--pool-id", "one");
    List<String> ids = List.of("--job-id", "one", "--task-id", "hello");
    az.succeed(
        words(
            List.of("task", "create", "--command-line"),
            List.of("/bin/sh -c 'echo hello $AZ_BATCH_TASK_ID; mkdir d; echo x > d/x'"),
            ids));
    assertThat(az.fail(words(List.of("task", "create", "--command-line", "x"), ids)))
        .contains("The specified task already exists.");
    await().atMost(PATIENCE).until(() -> count("one", "completed") == 1);

    assertThat(task("show", ids).at("/executionInfo/exitCode").asInt(-1)).isZero();
    assertThat(
            az.succeed(words(List.of("task", "file", "list", "--recursive", "true"), ids))
                .findValuesAsText("name"))
        .containsExactlyInAnyOrder("stdout.txt", "stderr.txt", "wd", "wd/d", "wd/d/x");
    download(
        List.of("task", "file", "download", "--file-path", "stdout.txt"), ids, "hello hello\n");
    az.succeed(words(List.of("task", "file", "show", "--file-path", "wd/d/x"), ids));
    az.succeed(words(List.of("task", "file", "delete", "--yes", "--file-path", "wd/d/x"), ids));
    assertThat(az.fail(words(List.of("task", "file", "show", "--file-path", "wd/d/x"), ids)))
        .isNotEmpty();
    assertThat(az.succeed(words(List.of("task", "subtask", "list"), ids)).path("value")).isEmpty();
    assertThat(az.fail(words(List.of("task", "reactivate"), ids))).contains("has succeeded");
    assertThat(az.fail(words(List.of("task", "reset", "--max-task-retry-count", "1"), ids)))
        .contains("already in a completed state");

    List<String> slow = List.of("--job-id", "one", "--task-id", "slow");
    az.succeed(words(List.of("task", "create", "--command-line", "sleep 600"), slow));
    az.succeed(words(List.of("task", "reset", "--max-task-retry-count", "2"), slow));
    assertThat(task("show", slow).at("/constraints/maxTaskRetryCount").asInt()).isEqualTo(2);
    task("stop", slow);
    await()
        .atMost(PATIENCE)
        .until(() -> task("show", slow).path("state").asText().equals("completed"));
    assertThat(task("show", slow).at("/executionInfo/failureInfo/code").asText())
        .isEqualTo("TaskEnded");
    task("reactivate", slow);
    az.succeed(words(List.of("task", "delete", "--yes"), slow));
    assertThat(az.fail(words(List.of("task", "show"), slow)))
        .contains("The specified task does not exist.");
  }

  private static JsonNode task(String command, List<String> ids) throws IOException {
    return az.succeed(words(List.of("task", command), ids));
  }

  @Test
  void aJobIsChangedStoppedAndDeleted() throws IOException {
    createPool("jobs");
    az.succeed(
        "job", "create", "--id", "j", "--pool-id", "jobs", "--priority", "5", "--metadata", "a=b");
    assertThat(az.fail("job", "create", "--id", "j", "--pool-id", "jobs"))
        .contains("The specified job already exists.");
    az.succeed("job", "set", "--job-id", "j", "--priority", "7");
    az.succeed("job", "reset", "--job-id", "j", "--pool-id", "jobs", "--priority", "2");
    JsonNode shown = az.succeed("job", "show", "--job-id", "j");
    assertThat(shown.path("priority").asInt()).isEqualTo(2);
    assertThat(az.succeed("job", "list", "--filter", "id eq 'j'").findValuesAsText("state"))
        .containsExactly("active");
    assertThat(az.fail("job", "prep-release-status", "list", "--job-id", "j"))
        .contains("does not have either job preparation task or job release task");

    az.succeed("job", "stop", "--job-id", "j", "--terminate-reason", "enough");
    await().atMost(PATIENCE).until(() -> jobState("j").equals("completed"));
    assertThat(
            az.succeed("job", "show", "--job-id", "j")
                .at("/executionInfo/terminateReason")
                .asText())
        .isEqualTo("enough");
    assertThat(
            az.fail("task", "create", "--job-id", "j", "--task-id", "t", "--command-line", "true"))
        .contains("The specified job is already in a completed state.");
    az.succeed("job", "delete", "--job-id", "j", "--yes");
    await().atMost(PATIENCE).until(() -> az.batch("job", "show", "--job-id", "j").exitCode() == 1);
  }

  private static String jobState(String id) throws IOException {
    return az.succeed("job", "show", "--job-id", id).path("state").asText();
  }

  @Test
  void aScheduleMakesAJobAndIsChangedStoppedAndDeleted() throws IOException {
    createPool("schedules");
    List<String> id = List.of("--job-schedule-id", "s");
    az.succeed(
        "job-schedule",
        "create",
        "--id",
        "s",
        "--pool-id",
        "schedules",
        "--recurrence-interval",
        "PT1H");
    assertThat(schedule("show", id).at("/executionInfo/recentJob/id").asText())
        .isEqualTo("s:job-1");
    az.succeed(
        words(
            List.of("job-schedule", "reset", "--pool-id", "schedules"),
            List.of("--recurrence-interval", "PT2H"),
            id));
    schedule("disable", id);
    assertThat(schedule("show", id).path("state").asText()).isEqualTo("disabled");
    schedule("enable", id);
    assertThat(az.succeed(words(List.of("job", "list"), id)).findValuesAsText("id"))
        .contains("s:job-1");
    schedule("stop", id);
    az.succeed(words(List.of("job-schedule", "delete", "--yes"), id));
    await()
        .atMost(PATIENCE)
        .until(() -> az.batch(words(List.of("job-schedule", "show"), id)).exitCode() == 1);
    assertThat(az.fail(words(List.of("job-schedule", "show"), id)))
        .contains("The specified job schedule does not exist.");
  }

  private static JsonNode schedule(String command, List<String> id) throws IOException {
    return az.succeed(words(List.of("job-schedule", command), id));
  }

  @Test
  void whatTheAccountOffersIsListed() throws IOException {
    JsonNode images =
        az.succeed("pool", "supported-images", "list", "--query", "[].nodeAgentSkuId");
    Set<String> agents = new TreeSet<>();
    images.forEach(image -> agents.add(image.asText()));
    assertThat(agents).contains("batch.node.ubuntu 22.04");
    assertThat(az.succeed("certificate", "list")).isEmpty();
    az.succeed("application", "summary", "list");
  }

  @Test
  void typicalMistakesAreNamedAsOnAzure() throws IOException {
    assertThat(az.fail(words(List.of("pool", "create", "--id", "a b"), MACHINE)))
        .contains("PropertyName: id", "PropertyValue: a b");
    createPool("twice");
    assertThat(az.fail(words(List.of("pool", "create", "--id", "TWICE"), MACHINE)))
        .contains("The specified pool already exists.");
    assertThat(az.fail("task", "list", "--job-id", "none"))
        .contains("The specified job does not exist.");
    assertThat(az.fail("pool", "list", "--account-key", "d3Jvbmc="))
        .contains("Server failed to authenticate the request.");
  }
}
