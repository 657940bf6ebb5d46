package dev.batchline.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.azure.batch.BatchClient;
import com.microsoft.azure.batch.auth.BatchSharedKeyCredentials;
import com.microsoft.azure.batch.protocol.models.BatchErrorException;
import com.microsoft.azure.batch.protocol.models.CloudTask;
import com.microsoft.azure.batch.protocol.models.ComputeNode;
import com.microsoft.azure.batch.protocol.models.ComputeNodeState;
import com.microsoft.azure.batch.protocol.models.ErrorCategory;
import com.microsoft.azure.batch.protocol.models.ImageReference;
import com.microsoft.azure.batch.protocol.models.OutputFile;
import com.microsoft.azure.batch.protocol.models.OutputFileBlobContainerDestination;
import com.microsoft.azure.batch.protocol.models.OutputFileDestination;
import com.microsoft.azure.batch.protocol.models.OutputFileUploadCondition;
import com.microsoft.azure.batch.protocol.models.OutputFileUploadOptions;
import com.microsoft.azure.batch.protocol.models.PoolAddParameter;
import com.microsoft.azure.batch.protocol.models.PoolInformation;
import com.microsoft.azure.batch.protocol.models.ResourceFile;
import com.microsoft.azure.batch.protocol.models.StartTask;
import com.microsoft.azure.batch.protocol.models.TaskAddParameter;
import com.microsoft.azure.batch.protocol.models.TaskExecutionResult;
import com.microsoft.azure.batch.protocol.models.TaskFailureInformation;
import com.microsoft.azure.batch.protocol.models.TaskState;
import com.microsoft.azure.batch.protocol.models.VirtualMachineConfiguration;
import dev.batchline.emulator.http.AccountKey;
import dev.batchline.emulator.http.HttpSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of the platform as the real Java SDK meets them, asked for over HTTP while it runs. */
class FaultsOnRequestTest {

  private static final String KEY = RunCommand.DEVELOPMENT_KEY;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** No server listens there, so that a transfer that is tried in earnest shows. */
  private static final String NOWHERE = "http://127.0.0.1:1/box";

  @TempDir private Path directory;
  private final OkHttpClient http = new OkHttpClient();
  private Emulator emulator;
  private BatchClient client;

  @BeforeEach
  void start() throws IOException {
    HttpSettings settings = new HttpSettings(0, new AccountKey("batchline", KEY), Set.of());
    emulator = Emulator.start(new EmulatorSettings(settings, directory, 2000));
    client = BatchClient.open(new BatchSharedKeyCredentials(emulator.endpoint(), "batchline", KEY));
  }

  @AfterEach
  void stop() {
    emulator.close();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private JsonNode control(String verb, String path, String body) throws IOException {
    Request request =
        new Request.Builder()
            .url(emulator.endpoint() + "/control" + path)
            .header("Authorization", "AccountKey " + KEY)
            .method(verb, body.isEmpty() ? null : RequestBody.create(body.replace('\'', '"'), null))
            .build();
    try (Response response = http.newCall(request).execute()) {
      String text = response.body().string();
      assertThat(response.code()).as(text).isEqualTo(200);
      return new ObjectMapper().readTree(text);
    }
  }

  private void fault(String rule) throws IOException {
    control("POST", "/faults/rules", rule);
  }

  private static PoolAddParameter pool() {
    return new PoolAddParameter()
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
                .withNodeAgentSKUId("batch.node.ubuntu 22.04"));
  }

  private void addPool(PoolAddParameter pool) throws IOException {
    client.poolOperations().createPool(pool);
  }

  private void addJob() throws IOException {
    client.jobOperations().createJob("job", new PoolInformation().withPoolId("pool"));
  }

  private List<ComputeNode> nodes() throws IOException {
    return client.computeNodeOperations().listComputeNodes("pool");
  }

  private ComputeNode awaitNode(ComputeNodeState state) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> nodes().stream().filter(one -> one.state() == state).findFirst(),
            java.util.Optional::isPresent)
        .orElseThrow();
  }

  private CloudTask run(TaskAddParameter task) throws IOException {
    client.taskOperations().createTask("job", task);
    return await()
        .atMost(PATIENCE)
        .until(
            () -> client.taskOperations().getTask("job", task.id()),
            one -> one.state() == TaskState.COMPLETED);
  }

  private static TaskAddParameter task(String id) {
    return new TaskAddParameter().withId(id).withCommandLine("/bin/sh -c 'echo made > made.txt'");
  }

  private static TaskFailureInformation failure(CloudTask task) {
    assertThat(task.executionInfo().result()).isEqualTo(TaskExecutionResult.FAILURE);
    return task.executionInfo().failureInfo();
  }

  @Test
  void transfersOfTasksFailWithTheCodeThatWasAskedFor() throws IOException {
    fault("{'kind':'download-failed','code':'BlobAccessDenied','tasks':['down*'],'times':1}");
    fault("{'kind':'upload-failed','code':'FileUploadContainerNotFound','tasks':['up']}");
    addPool(pool());
    addJob();

    CloudTask download =
        run(
            task("download")
                .withResourceFiles(
                    List.of(new ResourceFile().withHttpUrl(NOWHERE).withFilePath("data"))));
    CloudTask upload = run(task("up").withOutputFiles(List.of(output())));

    assertThat(failure(download).code()).isEqualTo("BlobAccessDenied");
    assertThat(failure(download).category()).isEqualTo(ErrorCategory.USER_ERROR);
    assertThat(download.executionInfo().exitCode()).isNull();
    assertThat(failure(upload).code()).isEqualTo("FileUploadContainerNotFound");
    assertThat(upload.executionInfo().exitCode()).isZero();
    assertThat(run(task("other")).executionInfo().result()).isEqualTo(TaskExecutionResult.SUCCESS);
  }

  private static OutputFile output() {
    return new OutputFile()
        .withFilePattern("made.txt")
        .withDestination(
            new OutputFileDestination()
                .withContainer(new OutputFileBlobContainerDestination().withContainerUrl(NOWHERE)))
        .withUploadOptions(
            new OutputFileUploadOptions()
                .withUploadCondition(OutputFileUploadCondition.TASK_COMPLETION));
  }

  @Test
  void aFullDiskFailsTheTaskAndMakesTheNodeUnusable() throws IOException {
    fault("{'kind':'disk-full','times':1}");
    addPool(pool());
    addJob();

    CloudTask task = run(task("t"));

    assertThat(failure(task).code()).isEqualTo("DiskFull");
    assertThat(failure(task).category()).isEqualTo(ErrorCategory.SERVER_ERROR);
    assertThat(task.executionInfo().exitCode()).isNull();
    ComputeNode node = awaitNode(ComputeNodeState.UNUSABLE);
    assertThat(node.errors()).extracting(error -> error.code()).containsExactly("DiskFull");
  }

  @Test
  void aStartTaskThatFailsKeepsItsNodeFromTasksAndSaysWhy() throws IOException {
    fault("{'kind':'start-task-failed','exitCode':3}");
    addPool(
        pool()
            .withStartTask(new StartTask().withCommandLine("/bin/true").withMaxTaskRetryCount(1)));

    ComputeNode node = awaitNode(ComputeNodeState.START_TASK_FAILED);

    assertThat(node.startTaskInfo().exitCode()).isEqualTo(3);
    assertThat(node.startTaskInfo().retryCount()).isEqualTo(1);
    assertThat(node.startTaskInfo().failureInfo().code()).isEqualTo("FailureExitCode");
    ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    client.fileOperations().getFileFromComputeNode("pool", node.id(), "startup/stderr.txt", stderr);
    assertThat(stderr.toString(StandardCharsets.UTF_8)).contains("fails on request");
  }

  @Test
  void nodesBreakAreTakenAwayOrDoNotComeAtAll() throws IOException {
    fault("{'kind':'preempted','within':'PT1M','times':1}");
    fault("{'kind':'unusable','code':'BadNode','within':'PT1M','times':1}");
    fault("{'kind':'allocation-failed','nodesThatCome':1,'times':2}");
    addPool(pool().withTargetDedicatedNodes(2).withTargetLowPriorityNodes(2));

    assertThat(awaitNode(ComputeNodeState.UNUSABLE).errors().get(0).code()).isEqualTo("BadNode");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(control("GET", "/faults", "").path("rules"))
                    .allSatisfy(rule -> assertThat(rule.path("over").asBoolean()).isTrue()));
    assertThat(nodes()).hasSize(2);
    assertThat(client.poolOperations().getPool("pool").resizeErrors())
        .extracting(error -> error.code())
        .containsExactly("AllocationFailed", "AllocationFailed");
  }

  @Test
  void quotasCanBeLoweredAndRaisedWhileItRuns() throws IOException {
    control("PATCH", "/quotas", "{'poolQuota':0,'activeJobAndJobScheduleQuota':0}");
    BatchErrorException noPool =
        catchThrowableOfType(BatchErrorException.class, () -> addPool(pool()));
    BatchErrorException noJob = catchThrowableOfType(BatchErrorException.class, this::addJob);
    assertThat(noPool.body().code()).isEqualTo("PoolQuotaReached");
    assertThat(noJob.body().code()).isEqualTo("ActiveJobAndScheduleQuotaReached");
    assertThat(noJob.response().code()).isEqualTo(409);

    JsonNode quotas = control("PATCH", "/quotas", "{'poolQuota':1,'dedicatedCoreQuota':2}");
    addPool(pool().withTargetDedicatedNodes(3));

    awaitNode(ComputeNodeState.IDLE);
    assertThat(quotas.path("activeJobAndJobScheduleQuota").asInt()).isZero();
    assertThat(nodes()).hasSize(1);
    assertThat(client.poolOperations().getPool("pool").resizeErrors().get(0).code())
        .isEqualTo("AccountCoreQuotaReached");
  }

  @Test
  void taskCountsComeLate() throws IOException {
    fault("{'kind':'late-counts','delay':'PT1M'}");
    addPool(pool());
    addJob();
    run(task("t"));

    assertThat(client.jobOperations().getTaskCountsResult("job").taskCounts().completed()).isZero();
    control("DELETE", "/faults", "");
    assertThat(client.jobOperations().getTaskCountsResult("job").taskCounts().completed()).isOne();
  }

  @Test
  void aProfileIsSwitchedOnWithItsSeed() throws IOException {
    JsonNode state = control("POST", "/faults", "{'profile':'chaos','seed':7}");

    assertThat(state.path("seed").asLong()).isEqualTo(7);
    assertThat(state.path("rules")).hasSizeGreaterThan(10);
    assertThat(control("GET", "/faults/profiles", "").properties())
        .extracting(java.util.Map.Entry::getKey)
        .contains("chaos", "busy", "network", "spot");
    for (String profile : List.of("busy", "network", "spot")) {
      assertThat(control("POST", "/faults", "{'profile':'" + profile + "'}").path("rules"))
          .isNotEmpty();
    }
  }
}
