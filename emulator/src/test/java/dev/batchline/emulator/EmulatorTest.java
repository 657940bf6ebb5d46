package dev.batchline.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.azure.core.util.Context;
import com.azure.monitor.query.MetricsQueryClient;
import com.azure.monitor.query.MetricsQueryClientBuilder;
import com.azure.monitor.query.models.AggregationType;
import com.azure.monitor.query.models.MetricResult;
import com.azure.monitor.query.models.MetricValue;
import com.azure.monitor.query.models.MetricsQueryOptions;
import com.azure.monitor.query.models.QueryTimeInterval;
import com.microsoft.azure.batch.BatchClient;
import com.microsoft.azure.batch.auth.BatchSharedKeyCredentials;
import com.microsoft.azure.batch.protocol.models.AllocationState;
import com.microsoft.azure.batch.protocol.models.BatchErrorException;
import com.microsoft.azure.batch.protocol.models.CloudTask;
import com.microsoft.azure.batch.protocol.models.ComputeNode;
import com.microsoft.azure.batch.protocol.models.ComputeNodeState;
import com.microsoft.azure.batch.protocol.models.ImageReference;
import com.microsoft.azure.batch.protocol.models.JobAddParameter;
import com.microsoft.azure.batch.protocol.models.JobPreparationTask;
import com.microsoft.azure.batch.protocol.models.PoolAddParameter;
import com.microsoft.azure.batch.protocol.models.PoolInformation;
import com.microsoft.azure.batch.protocol.models.TaskAddParameter;
import com.microsoft.azure.batch.protocol.models.TaskAddResult;
import com.microsoft.azure.batch.protocol.models.TaskAddStatus;
import com.microsoft.azure.batch.protocol.models.TaskCounts;
import com.microsoft.azure.batch.protocol.models.TaskExecutionResult;
import com.microsoft.azure.batch.protocol.models.TaskListOptions;
import com.microsoft.azure.batch.protocol.models.TaskState;
import com.microsoft.azure.batch.protocol.models.VirtualMachineConfiguration;
import dev.batchline.emulator.http.AccountKey;
import dev.batchline.emulator.http.HttpSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole emulator, driven by the real Java SDK. */
class EmulatorTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private EmulatorSettings settings;
  private Emulator emulator;
  private BatchClient client;

  @BeforeEach
  void start() throws IOException {
    String key = RunCommand.DEVELOPMENT_KEY;
    HttpSettings http = new HttpSettings(0, new AccountKey("batchline", key), Set.of());
    settings = new EmulatorSettings(http, directory, 1000);
    emulator = Emulator.start(settings);
    client = BatchClient.open(new BatchSharedKeyCredentials(emulator.endpoint(), "batchline", key));
  }

  @AfterEach
  void stop() throws IOException {
    emulator.close();
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).as("directories that were left behind").isEmpty();
    }
  }

  @Test
  void aJobRunsOnAPoolFromBeginningToEnd() throws IOException {
    addPool();
    await()
        .atMost(PATIENCE)
        .until(() -> nodes().size() == 2 && nodes().stream().allMatch(this::idle));
    addJob();
    addTasks();

    await().atMost(PATIENCE).until(() -> counts().completed() == 21);

    assertThat(counts().succeeded()).isEqualTo(20);
    assertThat(counts().failed()).isEqualTo(1);
    assertThat(counts().active() + counts().running()).isZero();
    assertThat(output("t-07", "stdout.txt")).isEqualTo("task t-07 saw prepared\n");
    assertFailed();
    assertPages();
    assertMetrics();
    assertPagesForBrowsers();
    deleteAll();
  }

  private void addPool() throws IOException {
    client
        .poolOperations()
        .createPool(
            new PoolAddParameter()
                .withId("pool")
                .withVmSize("Standard_D2s_v5")
                .withTargetDedicatedNodes(2)
                .withTaskSlotsPerNode(2)
                .withVirtualMachineConfiguration(
                    new VirtualMachineConfiguration()
                        .withImageReference(
                            new ImageReference()
                                .withPublisher("canonical")
                                .withOffer("0001-com-ubuntu-server-jammy")
                                .withSku("22_04-lts"))
                        .withNodeAgentSKUId("batch.node.ubuntu 22.04")));
    assertThat(client.poolOperations().existsPool("pool")).isTrue();
    BatchErrorException again = catchThrowableOfType(BatchErrorException.class, this::addEmptyPool);
    assertThat(again.body().code()).isEqualTo("PoolExists");
  }

  private void addEmptyPool() throws IOException {
    client
        .poolOperations()
        .createPool(
            new PoolAddParameter()
                .withId("pool")
                .withVmSize("small")
                .withVirtualMachineConfiguration(
                    new VirtualMachineConfiguration()
                        .withImageReference(
                            new ImageReference()
                                .withPublisher("canonical")
                                .withOffer("o")
                                .withSku("s"))
                        .withNodeAgentSKUId("batch.node.ubuntu 22.04")));
  }

  private List<ComputeNode> nodes() throws IOException {
    return client.computeNodeOperations().listComputeNodes("pool");
  }

  private boolean idle(ComputeNode node) {
    return node.state() == ComputeNodeState.IDLE;
  }

  private void addJob() throws IOException {
    client
        .jobOperations()
        .createJob(
            new JobAddParameter()
                .withId("job")
                .withPoolInfo(new PoolInformation().withPoolId("pool"))
                .withJobPreparationTask(
                    new JobPreparationTask().withCommandLine("/bin/sh -c 'echo prepared > mark'")));
    assertThat(client.jobOperations().getJob("job").jobPreparationTask().id())
        .isEqualTo("jobpreparation");
  }

  private void addTasks() {
    List<TaskAddParameter> tasks =
        Stream.concat(
                IntStream.range(0, 20)
                    .mapToObj("t-%02d"::formatted)
                    .map(
                        id ->
                            task(
                                id,
                                "echo task $AZ_BATCH_TASK_ID saw"
                                    + " $(cat $AZ_BATCH_JOB_PREP_WORKING_DIR/mark)")),
                Stream.of(task("t-fails", "echo no >&2; exit 3")))
            .toList();
    List<TaskAddResult> added = addCollection(tasks);
    assertThat(added).extracting(TaskAddResult::status).containsOnly(TaskAddStatus.SUCCESS);
    assertThat(addCollection(tasks.subList(0, 1)).get(0).error().code()).isEqualTo("TaskExists");
  }

  private List<TaskAddResult> addCollection(List<TaskAddParameter> tasks) {
    return client.protocolLayer().tasks().addCollection("job", tasks).value();
  }

  private static TaskAddParameter task(String id, String script) {
    return new TaskAddParameter().withId(id).withCommandLine("/bin/sh -c '" + script + "'");
  }

  private TaskCounts counts() throws IOException {
    return client.jobOperations().getTaskCountsResult("job").taskCounts();
  }

  private String output(String task, String file) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    client.fileOperations().getFileFromTask("job", task, file, content);
    assertThat(client.fileOperations().getFilePropertiesFromTask("job", task, file).contentLength())
        .isEqualTo(content.size());
    return content.toString(StandardCharsets.UTF_8);
  }

  private void assertFailed() throws IOException {
    CloudTask failed = client.taskOperations().getTask("job", "t-fails");
    assertThat(failed.state()).isEqualTo(TaskState.COMPLETED);
    assertThat(failed.executionInfo().result()).isEqualTo(TaskExecutionResult.FAILURE);
    assertThat(failed.executionInfo().exitCode()).isEqualTo(3);
    assertThat(failed.executionInfo().failureInfo().code()).isEqualTo("FailureExitCode");
    assertThat(output("t-fails", "stderr.txt")).isEqualTo("no\n");
  }

  private void assertPages() {
    List<CloudTask> pages =
        client
            .protocolLayer()
            .tasks()
            .list(
                "job",
                new TaskListOptions()
                    .withMaxResults(6)
                    .withSelect("id,executionInfo")
                    .withFilter("state eq 'completed' and executionInfo/exitCode eq 0"));
    assertThat(pages).extracting(CloudTask::id).hasSize(20).isSorted().doesNotContain("t-fails");
  }

  private void assertMetrics() {
    MetricsQueryClient metrics =
        new MetricsQueryClientBuilder().endpoint(emulator.endpoint()).buildClient();
    MetricsQueryOptions options =
        new MetricsQueryOptions()
            .setTimeInterval(new QueryTimeInterval(Duration.ofMinutes(10)))
            .setAggregations(AggregationType.TOTAL, AggregationType.MAXIMUM)
            .setFilter("jobId eq 'job' and poolId eq 'pool'");
    Map<String, Double> totals = new HashMap<>();
    metrics
        .queryResourceWithResponse(
            settings.resourceId(),
            List.of("TaskStartEvent", "TaskCompleteEvent", "TaskFailEvent"),
            options,
            Context.NONE)
        .getValue()
        .getMetrics()
        .forEach(metric -> totals.put(metric.getMetricName(), total(metric)));
    assertThat(totals)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("TaskStartEvent", 21.0, "TaskCompleteEvent", 21.0, "TaskFailEvent", 1.0));
  }

  private static double total(MetricResult metric) {
    return metric.getTimeSeries().stream()
        .flatMap(series -> series.getValues().stream())
        .map(MetricValue::getTotal)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .sum();
  }

  private void assertPagesForBrowsers() throws IOException {
    assertThat(page("/")).contains(">job</a>", "20 succeeded, 1 failed", "class=\"cell idle");
    assertThat(page("/view/jobs/job"))
        .contains("/view/jobs/job/tasks/t-fails\">", "FailureExitCode");
    assertThat(page("/view/jobs/job/tasks/t-07"))
        .contains("task t-07 saw prepared")
        .contains("echo task $AZ_BATCH_TASK_ID saw $(cat")
        .doesNotContain("'echo");
    assertThat(page("/view/jobs/none")).contains("JobNotFound");
  }

  private String page(String path) throws IOException {
    OkHttpClient http = new OkHttpClient();
    try (Response response =
        http.newCall(new Request.Builder().url(emulator.endpoint() + path).build()).execute()) {
      assertThat(response.header("Content-Security-Policy")).startsWith("default-src 'none'");
      return response.body().string();
    } finally {
      http.connectionPool().evictAll();
    }
  }

  private void deleteAll() throws IOException {
    client.jobOperations().deleteJob("job");
    client.poolOperations().deletePool("pool");
    await().atMost(PATIENCE).until(() -> !client.poolOperations().existsPool("pool"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        catchThrowableOfType(
                                BatchErrorException.class,
                                () -> client.jobOperations().getJob("job"))
                            .body()
                            .code())
                    .isEqualTo("JobNotFound"));
  }

  @Test
  void theEmulatorStopsWhileTasksRunAndNothingStays() throws IOException {
    addPool();
    addJob();
    addCollection(List.of(task("long", "sleep 600 & echo $! > pid; wait")));
    await()
        .atMost(PATIENCE)
        .until(() -> client.taskOperations().getTask("job", "long").state() == TaskState.RUNNING);
    Path pid = await().atMost(PATIENCE).until(this::pidFile, found -> found != null);
    long process = Long.parseLong(Files.readString(pid).strip());
    assertThat(ProcessHandle.of(process)).isPresent();

    emulator.close();

    await()
        .until(() -> ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false), a -> !a);
  }

  private Path pidFile() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.endsWith("pid") && file.toFile().length() > 0)
          .findFirst()
          .orElse(null);
    }
  }

  @Test
  void aPoolBecomesSteady() throws IOException {
    addPool();

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                client.poolOperations().getPool("pool").allocationState()
                    == AllocationState.STEADY);
    assertThat(client.poolOperations().getPool("pool").currentDedicatedNodes()).isEqualTo(2);
  }
}
