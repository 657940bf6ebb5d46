package dev.batchline.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.batch.BatchClient;
import com.microsoft.azure.batch.auth.BatchSharedKeyCredentials;
import com.microsoft.azure.batch.protocol.models.CloudTask;
import com.microsoft.azure.batch.protocol.models.ImageReference;
import com.microsoft.azure.batch.protocol.models.JobAddParameter;
import com.microsoft.azure.batch.protocol.models.PoolAddParameter;
import com.microsoft.azure.batch.protocol.models.PoolInformation;
import com.microsoft.azure.batch.protocol.models.TaskAddParameter;
import com.microsoft.azure.batch.protocol.models.TaskState;
import com.microsoft.azure.batch.protocol.models.VirtualMachineConfiguration;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emulator's process is killed and started again; a client goes on as if nothing had been. */
class KilledEmulatorTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void stopAll() throws InterruptedException {
    for (Process process : processes) {
      process.destroy();
      process.waitFor();
    }
  }

  private Process launch(int port) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--port",
                Integer.toString(port),
                "--state",
                directory.resolve("state").toString(),
                "--pace",
                "1000",
                "--quiet")
            .start();
    processes.add(process);
    return process;
  }

  /** Starts one that answers; returns where. */
  private URI start(int port) throws IOException {
    BufferedReader output = launch(port).inputReader();
    String line = output.readLine();
    assertThat(line).as("what it says when it is ready").isNotNull();
    return URI.create(new ObjectMapper().readTree(line).path("AZURE_BATCH_ENDPOINT").asText());
  }

  private void kill() throws InterruptedException {
    Process last = processes.get(processes.size() - 1);
    last.destroyForcibly();
    last.waitFor();
  }

  @Test
  void aClientReadsOnAfterTheEmulatorWasKilledAndStartedAgain() throws Exception {
    URI endpoint = start(0);
    BatchClient client =
        BatchClient.open(
            new BatchSharedKeyCredentials(
                endpoint.toString(), "batchline", RunCommand.DEVELOPMENT_KEY));
    addPoolAndJob(client);
    add(
        client,
        IntStream.range(0, 30).mapToObj(i -> "quick-" + i).toList(),
        "echo $AZ_BATCH_TASK_ID");
    await().atMost(PATIENCE).until(() -> completed(client) == 30);
    add(client, List.of("long"), "echo $$ > pid; exec sleep 600");
    Path pid =
        await()
            .atMost(PATIENCE)
            .ignoreExceptions() // files come and go while it looks for this one
            .until(this::pidFile, file -> file != null);
    long process = Long.parseLong(Files.readString(pid).strip());
    CloudTask before = client.taskOperations().getTask("job", "quick-7");

    kill();
    start(endpoint.getPort());

    assertThat(ProcessHandle.of(process).filter(ProcessHandle::isAlive)).isEmpty();
    CloudTask after = client.taskOperations().getTask("job", "quick-7");
    assertThat(after).usingRecursiveComparison().isEqualTo(before);
    assertThat(output(client, "quick-7")).isEqualTo("quick-7\n");
    assertThat(completed(client)).isEqualTo(30);
    await()
        .atMost(PATIENCE)
        .until(() -> client.taskOperations().getTask("job", "long").state() == TaskState.RUNNING);
    CloudTask again = client.taskOperations().getTask("job", "long");
    assertThat(again.executionInfo().retryCount()).isZero();
    assertThat(again.executionInfo().requeueCount()).isZero();

    refusesAnother();
    client.taskOperations().terminateTask("job", "long");
    await().atMost(PATIENCE).until(() -> completed(client) == 31);
  }

  /** Whatever was answered is there, though nothing was given time to settle. */
  @Test
  void whatWasAnsweredJustBeforeItWasKilledIsThere() throws Exception {
    URI endpoint = start(0);
    BatchClient client =
        BatchClient.open(
            new BatchSharedKeyCredentials(
                endpoint.toString(), "batchline", RunCommand.DEVELOPMENT_KEY));
    addPoolAndJob(client);
    for (int life = 0; life < 2; life++) {
      String id = "in-life-" + life;
      add(client, List.of(id), "true");
      kill();
      start(endpoint.getPort());
      assertThat(client.taskOperations().getTask("job", id).id()).isEqualTo(id);
    }
    await().atMost(PATIENCE).until(() -> completed(client) == 2);
  }

  private void refusesAnother() throws IOException, InterruptedException {
    Process second = launch(0);
    String said = new String(second.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(2);
    assertThat(said).startsWith("could not start the emulator: another emulator uses the state in");
  }

  private static void addPoolAndJob(BatchClient client) throws IOException {
    client
        .poolOperations()
        .createPool(
            new PoolAddParameter()
                .withId("pool")
                .withVmSize("Standard_D2s_v5")
                .withTargetDedicatedNodes(1)
                .withTaskSlotsPerNode(4)
                .withVirtualMachineConfiguration(
                    new VirtualMachineConfiguration()
                        .withImageReference(
                            new ImageReference()
                                .withPublisher("canonical")
                                .withOffer("ubuntu")
                                .withSku("22"))
                        .withNodeAgentSKUId("batch.node.ubuntu 22.04")));
    client
        .jobOperations()
        .createJob(
            new JobAddParameter()
                .withId("job")
                .withPoolInfo(new PoolInformation().withPoolId("pool")));
  }

  private static void add(BatchClient client, List<String> ids, String script) {
    List<TaskAddParameter> tasks =
        ids.stream()
            .map(
                id ->
                    new TaskAddParameter()
                        .withId(id)
                        .withCommandLine("/bin/sh -c '" + script + "'"))
            .toList();
    client.protocolLayer().tasks().addCollection("job", tasks);
  }

  private static int completed(BatchClient client) throws IOException {
    return client.jobOperations().getTaskCountsResult("job").taskCounts().completed();
  }

  private static String output(BatchClient client, String task) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    client.fileOperations().getFileFromTask("job", task, "stdout.txt", content);
    return content.toString(StandardCharsets.UTF_8);
  }

  private Path pidFile() throws IOException {
    try (var files = Files.walk(directory)) {
      return files
          .filter(file -> file.endsWith("long/wd/pid") && file.toFile().length() > 0)
          .findFirst()
          .orElse(null);
    }
  }
}
