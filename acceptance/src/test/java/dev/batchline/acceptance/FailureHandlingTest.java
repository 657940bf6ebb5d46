package dev.batchline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.acceptance.Batchline.Result;
import dev.batchline.acceptance.Batchline.Running;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run does about failures: other pools, other nodes, and an early end. */
class FailureHandlingTest {

  @TempDir static Path directory;

  private static JsonNode settings;

  @BeforeAll
  static void start() throws Exception {
    Batchline.requireNode();
    settings = new Batchline(directory).run("emulator", "start", "--output", "json").json();
  }

  @AfterAll
  static void stop() throws Exception {
    new Batchline(directory).run("emulator", "stop");
  }

  /** The process that creates the second pool is killed then; another one ends the run. */
  @Test
  void aKilledTaskGoesOnOnALargerPoolWhoeverDrivesTheRun() throws Exception {
    Path place = Files.createDirectory(directory.resolve("escalated"));
    Path ledger = Files.writeString(place.resolve("ledger.txt"), "");
    Path job =
        Files.writeString(
            place.resolve("job.yaml"),
            """
            name: escalated
            parameters: { ledger: { type: string } }
            pool: { template: cpu-autoscale, parameters: { maxNodes: 1 } }
            tasks:
              - name: work
                forEach: { n: 1..3 }
                command: |
                  echo "$BATCHLINE_TASK_ID $BATCHLINE_ATTEMPT" >> ${{ parameters.ledger }}
                  echo "$AZ_BATCH_POOL_ID" > pool.txt
                  if [ ${{ n }} = 2 ] && [ "$BATCHLINE_ATTEMPT" = 1 ]; then exit 137; fi
                outputs: [pool.txt]
            retry:
              rules:
                - when: { exitCode: [137] }
                  do: escalate
                  to: { template: cpu-large, parameters: { maxNodes: 1 } }
            """);
    Running driver =
        started(place, "run", job.toString(), "--set", "ledger=" + ledger, "--output", "json");
    await(driver, "attempts go on to pool");
    driver.signal("KILL");
    driver.end();
    String run = runId(driver.errors());
    Path elsewhere = Files.createDirectory(place.resolve("elsewhere"));
    Result result = started(elsewhere, "attach", run, "--to", "copy", "--output", "json").end();

    assertThat(result.exitCode()).as(result.err()).isZero();
    Path output = elsewhere.resolve("copy/output");
    assertThat(output.resolve("work-1/pool.txt")).hasContent(run);
    assertThat(output.resolve("work-2/pool.txt")).hasContent(run + "-2");
    assertThat(output.resolve("work-3/pool.txt")).hasContent(run);
    assertThat(Files.readAllLines(ledger))
        .containsExactlyInAnyOrder("work-1 1", "work-2 1", "work-2 2", "work-3 1");
    assertThat(elsewhere.resolve("copy/report/summary.md")).content().contains(run + "-2");
    for (String id : List.of(run, run + "-2")) {
      assertThat(page("pools/" + id)).as("pool " + id + " is gone").isEqualTo(404);
      assertThat(page("jobs/" + id)).as("job " + id + " is kept").isEqualTo(200);
    }
    Result status = started(elsewhere, "status", run).end();
    assertThat(status.out()).contains(run + "-2");
  }

  @Test
  void aNodeWhoseStartTaskFailsIsReplacedAfterItsLogsWereSaved() throws Exception {
    Path place = Files.createDirectory(directory.resolve("replaced"));
    Files.writeString(
        place.resolve("pool.json"),
        """
        { "pool": { "vmSize": "Standard_D4s_v5", "targetDedicatedNodes": 2, "taskSlotsPerNode": 1,
            "startTask": { "commandLine": "sh -c 'mkdir %1$s 2>/dev/null || exit 0;\
         echo no such package >&2; exit 100'", "waitForSuccess": true },
            "virtualMachineConfiguration": { "nodeAgentSKUId": "batch.node.ubuntu 24.04",
              "imageReference": { "publisher": "canonical", "offer": "ubuntu-24_04-lts",
                "sku": "server" } } } }
        """
            .formatted(place.resolve("prepared")));
    Path job =
        Files.writeString(
            place.resolve("job.yaml"),
            """
            name: replaced
            pool: { template: pool.json }
            tasks:
              - name: work
                forEach: { n: 1..10 }
                command: echo "$AZ_BATCH_NODE_ID" > node.txt; sleep 1.2
                outputs: [node.txt]
            """);
    Result result = started(place, "run", job.toString(), "--to", "copy").end();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.err())
        .contains("its start task failed with exit code 100", "it wrote: no such package")
        .contains("it is taken out, its logs are in logs/nodes/");
    try (Stream<Path> nodes = Files.list(place.resolve("copy/logs/nodes"))) {
      assertThat(nodes)
          .singleElement()
          .satisfies(
              node -> assertThat(node.resolve("startup-stderr.txt")).hasContent("no such package"));
    }
    assertThat(differentNodes(place.resolve("copy/output")))
        .as("the pool got its size back")
        .isEqualTo(2);
  }

  @Test
  void aRunInWhichTooManyTasksFailEndsBeforeItBurnsMoney() throws Exception {
    Path place = Files.createDirectory(directory.resolve("stopped"));
    Path job =
        Files.writeString(
            place.resolve("job.yaml"),
            """
            name: stopped
            pool: { template: cpu-autoscale, parameters: { maxNodes: 1, taskSlotsPerNode: 4 } }
            tasks:
              - name: work
                forEach: { n: 1..400 }
                command: if [ $((${{ n }} %% 2)) = 0 ]; then exit 3; fi
            retry: { attempts: 1, budget: { share: 20%, minimumTasks: 8 } }
            """
                .replace("%%", "%"));
    Result result = started(place, "run", job.toString(), "--output", "json").end();

    assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
    assertThat(result.json().path("state").asText()).isEqualTo("failed");
    assertThat(result.json().path("tasks").path("failed").asInt()).isBetween(2, 200);
    assertThat(result.json().path("tasks").path("notRun").asInt()).isPositive();
    assertThat(result.err() + result.out())
        .contains("more than the 20% of retry.budget; the commonest cause is exit code 3");
  }

  private static long differentNodes(Path output) throws IOException {
    try (Stream<Path> files = Files.walk(output)) {
      List<Path> written = files.filter(file -> file.endsWith("node.txt")).toList();
      assertThat(written).hasSize(10);
      return written.stream().map(FailureHandlingTest::text).distinct().count();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Running started(Path place, String... arguments) throws IOException {
    return new Batchline(place).with(settings).start(arguments);
  }

  /** Waits until a process has said this, or has ended. */
  private static void await(Running driver, String text) throws Exception {
    while (!driver.errors().contains(text)) {
      if (driver.process().waitFor(10, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  private static String runId(String errors) {
    return errors
        .lines()
        .filter(line -> line.startsWith("Run "))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no run in:\n" + errors))
        .substring("Run ".length());
  }

  /** Status of the emulator's page about something. */
  private static int page(String what) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    URI.create(settings.path("AZURE_BATCH_ENDPOINT").asText() + "/view/" + what))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }
}
