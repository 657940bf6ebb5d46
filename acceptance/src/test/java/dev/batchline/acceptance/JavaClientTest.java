package dev.batchline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.batch.BatchClient;
import com.microsoft.azure.batch.auth.BatchSharedKeyCredentials;
import com.microsoft.azure.batch.protocol.BatchServiceClient;
import com.microsoft.azure.batch.protocol.models.AllocationState;
import com.microsoft.azure.batch.protocol.models.AutoScaleRun;
import com.microsoft.azure.batch.protocol.models.BatchErrorException;
import com.microsoft.azure.batch.protocol.models.CloudTask;
import com.microsoft.azure.batch.protocol.models.ComputeNode;
import com.microsoft.azure.batch.protocol.models.ComputeNodeDeallocateOption;
import com.microsoft.azure.batch.protocol.models.ComputeNodeRebootOption;
import com.microsoft.azure.batch.protocol.models.ComputeNodeState;
import com.microsoft.azure.batch.protocol.models.ComputeNodeUser;
import com.microsoft.azure.batch.protocol.models.DependencyAction;
import com.microsoft.azure.batch.protocol.models.DisableComputeNodeSchedulingOption;
import com.microsoft.azure.batch.protocol.models.DisableJobOption;
import com.microsoft.azure.batch.protocol.models.ExitConditions;
import com.microsoft.azure.batch.protocol.models.ExitOptions;
import com.microsoft.azure.batch.protocol.models.ImageReference;
import com.microsoft.azure.batch.protocol.models.JobAddParameter;
import com.microsoft.azure.batch.protocol.models.JobPatchParameter;
import com.microsoft.azure.batch.protocol.models.JobPreparationTask;
import com.microsoft.azure.batch.protocol.models.JobReleaseTask;
import com.microsoft.azure.batch.protocol.models.JobScheduleAddParameter;
import com.microsoft.azure.batch.protocol.models.JobScheduleUpdateParameter;
import com.microsoft.azure.batch.protocol.models.JobSpecification;
import com.microsoft.azure.batch.protocol.models.JobState;
import com.microsoft.azure.batch.protocol.models.JobUpdateParameter;
import com.microsoft.azure.batch.protocol.models.MetadataItem;
import com.microsoft.azure.batch.protocol.models.MultiInstanceSettings;
import com.microsoft.azure.batch.protocol.models.NodeRemoveParameter;
import com.microsoft.azure.batch.protocol.models.NodeUpdateUserParameter;
import com.microsoft.azure.batch.protocol.models.OnAllTasksComplete;
import com.microsoft.azure.batch.protocol.models.PoolAddParameter;
import com.microsoft.azure.batch.protocol.models.PoolEnableAutoScaleParameter;
import com.microsoft.azure.batch.protocol.models.PoolInformation;
import com.microsoft.azure.batch.protocol.models.PoolPatchOptions;
import com.microsoft.azure.batch.protocol.models.PoolPatchParameter;
import com.microsoft.azure.batch.protocol.models.PoolResizeParameter;
import com.microsoft.azure.batch.protocol.models.PoolUpdatePropertiesParameter;
import com.microsoft.azure.batch.protocol.models.Schedule;
import com.microsoft.azure.batch.protocol.models.StartTask;
import com.microsoft.azure.batch.protocol.models.SubtaskInformation;
import com.microsoft.azure.batch.protocol.models.TaskAddParameter;
import com.microsoft.azure.batch.protocol.models.TaskConstraints;
import com.microsoft.azure.batch.protocol.models.TaskDependencies;
import com.microsoft.azure.batch.protocol.models.TaskExecutionResult;
import com.microsoft.azure.batch.protocol.models.TaskListOptions;
import com.microsoft.azure.batch.protocol.models.TaskState;
import com.microsoft.azure.batch.protocol.models.VirtualMachineConfiguration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.joda.time.Period;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The emulator as users of the Java SDK see it: all operations of its protocol layer.
 *
 * <p>The tests share one emulator; each has pools and jobs of its own. Where the protocol layer
 * fails before it sends anything, because it has no body to send, the client's operations are used.
 */
class JavaClientTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path directory;

  private static EmulatorProcess emulator;
  private static BatchClient client;
  private static BatchServiceClient batch;

  @BeforeAll
  static void start() throws IOException {
    emulator = EmulatorProcess.start(directory, "--pace", "300");
    Map<String, String> settings = emulator.settings();
    client =
        BatchClient.open(
            new BatchSharedKeyCredentials(
                settings.get("AZURE_BATCH_ENDPOINT"),
                settings.get("AZURE_BATCH_ACCOUNT"),
                settings.get("AZURE_BATCH_ACCESS_KEY")));
    batch = client.protocolLayer();
  }

  @AfterAll
  static void stop() throws IOException {
    if (emulator != null) {
      emulator.close();
    }
  }

  private static PoolAddParameter pool(String id, int nodes) {
    return new PoolAddParameter()
        .withId(id)
        .withVmSize("Standard_D2s_v3")
        .withTargetDedicatedNodes(nodes)
        .withVirtualMachineConfiguration(
            new VirtualMachineConfiguration()
                .withImageReference(
                    new ImageReference()
                        .withPublisher("canonical")
                        .withOffer("ubuntu-24_04-lts")
                        .withSku("server"))
                .withNodeAgentSKUId("batch.node.ubuntu 24.04"));
  }

  private static void addReady(PoolAddParameter pool) {
    batch.pools().add(pool);
    awaitSteady(pool.id());
    awaitIdle(pool.id(), pool.targetDedicatedNodes());
  }

  private static void awaitSteady(String pool) {
    await()
        .atMost(PATIENCE)
        .until(() -> batch.pools().get(pool).allocationState() == AllocationState.STEADY);
  }

  private static void awaitIdle(String pool, int nodes) {
    await().atMost(PATIENCE).until(() -> withState(pool, ComputeNodeState.IDLE).size() == nodes);
  }

  private static List<ComputeNode> withState(String pool, ComputeNodeState state) {
    return batch.computeNodes().list(pool).stream().filter(node -> node.state() == state).toList();
  }

  private static PoolInformation on(String pool) {
    return new PoolInformation().withPoolId(pool);
  }

  private static TaskAddParameter task(String id, String script) {
    return new TaskAddParameter().withId(id).withCommandLine("/bin/sh -c '" + script + "'");
  }

  private static String refused(ThrowingCallable call) {
    BatchErrorException error = catchThrowableOfType(BatchErrorException.class, call);
    assertThat(error).isNotNull();
    return error.response().code() + " " + error.body().code();
  }

  private static CloudTask completed(String job, String task) {
    await()
        .atMost(PATIENCE)
        .until(() -> batch.tasks().get(job, task).state() == TaskState.COMPLETED);
    return batch.tasks().get(job, task);
  }

  @Test
  void aPoolIsPatchedUpdatedResizedShrunkAndDeleted() {
    addReady(pool("pool", 1));
    assertThat(batch.pools().exists("none")).isFalse();
    String old = batch.pools().get("pool").eTag();
    MetadataItem item = new MetadataItem().withName("team").withValue("risk");
    PoolPatchParameter patch = new PoolPatchParameter().withMetadata(List.of(item));

    batch.pools().patch("pool", patch);
    assertThat(
            refused(
                () -> batch.pools().patch("pool", patch, new PoolPatchOptions().withIfMatch(old))))
        .isEqualTo("412 ConditionNotMet");
    batch
        .pools()
        .updateProperties(
            "pool",
            new PoolUpdatePropertiesParameter()
                .withStartTask(new StartTask().withCommandLine("/bin/true"))
                .withCertificateReferences(List.of())
                .withApplicationPackageReferences(List.of())
                .withMetadata(List.of()));
    assertThat(batch.pools().get("pool").startTask().commandLine()).isEqualTo("/bin/true");
    assertThat(batch.pools().get("pool").metadata()).isNullOrEmpty();
    batch.pools().resize("pool", new PoolResizeParameter().withTargetDedicatedNodes(3));
    batch.pools().stopResize("pool");
    awaitSteady("pool");
    assertThat(batch.pools().get("pool").resizeErrors().get(0).code()).isEqualTo("ResizeStopped");
    String node = batch.computeNodes().list("pool").get(0).id();
    batch.pools().removeNodes("pool", new NodeRemoveParameter().withNodeList(List.of(node)));
    await()
        .atMost(PATIENCE)
        .until(
            () -> batch.computeNodes().list("pool").stream().noneMatch(n -> n.id().equals(node)));
    assertThat(batch.accounts().listPoolNodeCounts())
        .anyMatch(each -> each.poolId().equals("pool"));
    assertThat(batch.pools().listUsageMetrics()).anyMatch(each -> each.poolId().equals("pool"));
    batch.pools().delete("pool");
    await().atMost(PATIENCE).until(() -> !batch.pools().exists("pool"));
  }

  @Test
  void aFormulaIsEnabledEvaluatedAndDisabled() {
    addReady(pool("scaled", 0));
    batch
        .pools()
        .enableAutoScale(
            "scaled",
            new PoolEnableAutoScaleParameter()
                .withAutoScaleFormula("$TargetDedicatedNodes = 1;")
                .withAutoScaleEvaluationInterval(Period.minutes(5)));
    awaitIdle("scaled", 1);
    AutoScaleRun run = batch.pools().evaluateAutoScale("scaled", "$TargetDedicatedNodes = nope;");
    assertThat(run.error().values().get(0).value()).contains("Line 1, Col 25");
    assertThat(batch.pools().evaluateAutoScale("scaled", "$TargetDedicatedNodes = 2;").results())
        .startsWith("$TargetDedicatedNodes=2;");
    batch.pools().disableAutoScale("scaled");
    assertThat(batch.pools().get("scaled").enableAutoScale()).isFalse();
  }

  @Test
  void aNodeIsStoppedStartedRebootedAndUsed() throws IOException {
    PoolAddParameter wanted = pool("nodes", 1);
    wanted.withStartTask(
        new StartTask().withCommandLine("/bin/sh -c 'echo started'").withWaitForSuccess(true));
    addReady(wanted);
    String node = batch.computeNodes().list("nodes").get(0).id();

    ComputeNodeUser user = new ComputeNodeUser().withName("ann").withPassword("a-Secret-1");
    batch.computeNodes().addUser("nodes", node, user);
    assertThat(refused(() -> batch.computeNodes().addUser("nodes", node, user)))
        .isEqualTo("409 NodeUserExists");
    batch
        .computeNodes()
        .updateUser("nodes", node, "ann", new NodeUpdateUserParameter().withPassword("b-Secret-2"));
    batch.computeNodes().deleteUser("nodes", node, "ann");
    client
        .computeNodeOperations()
        .disableComputeNodeScheduling("nodes", node, DisableComputeNodeSchedulingOption.REQUEUE);
    assertThat(
            refused(
                () ->
                    client
                        .computeNodeOperations()
                        .disableComputeNodeScheduling(
                            "nodes", node, DisableComputeNodeSchedulingOption.REQUEUE)))
        .isEqualTo("409 NodeAlreadyInTargetSchedulingState");
    batch.computeNodes().enableScheduling("nodes", node);
    assertThat(batch.computeNodes().getRemoteLoginSettings("nodes", node).remoteLoginPort())
        .isPositive();
    assertThat(batch.computeNodeExtensions().list("nodes", node)).isEmpty();
    assertThat(batch.files().listFromComputeNode("nodes", node))
        .anyMatch(file -> file.name().equals("startup"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    batch.files().getFromComputeNode("nodes", node, "startup/stdout.txt", out);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("started\n");

    client
        .computeNodeOperations()
        .deallocateComputeNode("nodes", node, ComputeNodeDeallocateOption.REQUEUE);
    await()
        .atMost(PATIENCE)
        .until(() -> withState("nodes", ComputeNodeState.DEALLOCATED).size() == 1);
    batch.computeNodes().start("nodes", node);
    awaitIdle("nodes", 1);
    client
        .computeNodeOperations()
        .rebootComputeNode("nodes", node, ComputeNodeRebootOption.REQUEUE);
    awaitIdle("nodes", 1);
    assertThat(refused(() -> batch.computeNodes().get("nodes", "none")))
        .isEqualTo("404 NodeNotFound");
  }

  @Test
  void fiveHundredTasksAreAddedRunAndPaged() {
    addReady(pool("many", 2).withTaskSlotsPerNode(8));
    batch.jobs().add(new JobAddParameter().withId("many").withPoolInfo(on("many")));
    List<TaskAddParameter> tasks =
        IntStream.range(0, 500)
            .mapToObj(i -> "t%03d".formatted(i))
            .map(id -> new TaskAddParameter().withId(id).withCommandLine("/bin/true"))
            .toList();
    for (int i = 0; i < tasks.size(); i += 100) {
      batch.tasks().addCollection("many", tasks.subList(i, i + 100));
    }
    await()
        .atMost(PATIENCE)
        .until(() -> batch.jobs().getTaskCounts("many").taskCounts().succeeded() == 500);

    assertThat(
            batch
                .tasks()
                .list(
                    "many",
                    new TaskListOptions()
                        .withFilter("startswith(id,'t1') and executionInfo/exitCode eq 0")
                        .withSelect("id")
                        .withMaxResults(30)))
        .hasSize(100);
    assertThat(refused(() -> batch.tasks().addCollection("many", tasks.subList(0, 101))))
        .startsWith("400");
  }

  @Test
  void aJobIsPatchedDisabledEnabledAndTerminatesByItself() {
    addReady(pool("jobs", 1));
    batch
        .jobs()
        .add(
            new JobAddParameter()
                .withId("job")
                .withPoolInfo(on("jobs"))
                .withJobPreparationTask(new JobPreparationTask().withCommandLine("/bin/true"))
                .withJobReleaseTask(new JobReleaseTask().withCommandLine("/bin/true")));
    batch.jobs().patch("job", new JobPatchParameter().withPriority(7));
    batch.jobs().update("job", new JobUpdateParameter().withPoolInfo(on("jobs")).withPriority(3));
    assertThat(batch.jobs().get("job").priority()).isEqualTo(3);
    batch.jobs().disable("job", DisableJobOption.REQUEUE);
    await().atMost(PATIENCE).until(() -> batch.jobs().get("job").state() == JobState.DISABLED);
    batch.jobs().enable("job");
    batch.tasks().add("job", task("t", "exit 0"));
    completed("job", "t");
    assertThat(batch.jobs().listPreparationAndReleaseTaskStatus("job")).hasSize(1);
    batch
        .jobs()
        .patch(
            "job",
            new JobPatchParameter().withOnAllTasksComplete(OnAllTasksComplete.TERMINATE_JOB));
    await().atMost(PATIENCE).until(() -> batch.jobs().get("job").state() == JobState.COMPLETED);
    assertThat(batch.jobs().get("job").executionInfo().terminateReason())
        .isEqualTo("AllTasksComplete");
    assertThat(refused(() -> batch.tasks().add("job", task("late", "exit 0"))))
        .isEqualTo("409 JobCompleted");
    batch.jobs().delete("job");
  }

  @Test
  void tasksDependAreRetriedUpdatedTerminatedAndReactivated() throws IOException {
    addReady(pool("tasks", 1).withTaskSlotsPerNode(4));
    batch
        .jobs()
        .add(
            new JobAddParameter()
                .withId("tasks")
                .withPoolInfo(on("tasks"))
                .withUsesTaskDependencies(true));
    batch
        .tasks()
        .add(
            "tasks",
            task("fails", "echo try; exit 5")
                .withConstraints(new TaskConstraints().withMaxTaskRetryCount(2))
                .withExitConditions(
                    new ExitConditions()
                        .withDefaultProperty(
                            new ExitOptions().withDependencyAction(DependencyAction.SATISFY))));
    batch
        .tasks()
        .add(
            "tasks",
            task("after", "echo after")
                .withDependsOn(new TaskDependencies().withTaskIds(List.of("fails"))));
    CloudTask failed = completed("tasks", "fails");
    assertThat(failed.executionInfo().retryCount()).isEqualTo(2);
    assertThat(failed.executionInfo().result()).isEqualTo(TaskExecutionResult.FAILURE);
    assertThat(completed("tasks", "after").executionInfo().exitCode()).isZero();
    assertThat(client.fileOperations().getFilePropertiesFromTask("tasks", "after", "stdout.txt"))
        .satisfies(properties -> assertThat(properties.contentLength()).isEqualTo(6));
    batch.files().deleteFromTask("tasks", "after", "stdout.txt");
    assertThat(batch.files().listFromTask("tasks", "after"))
        .noneMatch(file -> file.name().equals("stdout.txt"));

    batch.tasks().add("tasks", task("slow", "sleep 600"));
    client
        .taskOperations()
        .updateTask("tasks", "slow", new TaskConstraints().withMaxTaskRetryCount(1));
    batch.tasks().terminate("tasks", "slow");
    assertThat(completed("tasks", "slow").executionInfo().failureInfo().code())
        .isEqualTo("TaskEnded");
    batch.tasks().reactivate("tasks", "slow");
    batch.tasks().delete("tasks", "slow");
    assertThat(refused(() -> batch.tasks().get("tasks", "slow"))).isEqualTo("404 TaskNotFound");
  }

  @Test
  void instancesRunTogether() throws IOException {
    addReady(pool("mpi", 2).withEnableInterNodeCommunication(true));
    batch.jobs().add(new JobAddParameter().withId("mpi").withPoolInfo(on("mpi")));
    batch
        .tasks()
        .add(
            "mpi",
            task("m", "echo $AZ_BATCH_IS_CURRENT_NODE_MASTER")
                .withMultiInstanceSettings(
                    new MultiInstanceSettings()
                        .withNumberOfInstances(2)
                        .withCoordinationCommandLine("/bin/true")));

    assertThat(completed("mpi", "m").executionInfo().exitCode()).isZero();
    assertThat(client.fileOperations().getFilePropertiesFromTask("mpi", "m", "stdout.txt"))
        .satisfies(properties -> assertThat(properties.contentLength()).isEqualTo(5));
    assertThat(batch.tasks().listSubtasks("mpi", "m").value())
        .extracting(SubtaskInformation::exitCode)
        .containsExactly(0);
  }

  @Test
  void aScheduleIsUpdatedDisabledEnabledAndDeleted() {
    JobSpecification specification = new JobSpecification().withPoolInfo(on("no-pool"));
    Schedule hourly = new Schedule().withRecurrenceInterval(Period.hours(1));
    batch
        .jobSchedules()
        .add(
            new JobScheduleAddParameter()
                .withId("s")
                .withSchedule(hourly)
                .withJobSpecification(specification));
    assertThat(batch.jobSchedules().exists("s")).isTrue();
    assertThat(batch.jobs().listFromJobSchedule("s")).anyMatch(job -> job.id().equals("s:job-1"));
    batch
        .jobSchedules()
        .update(
            "s",
            new JobScheduleUpdateParameter()
                .withSchedule(new Schedule().withRecurrenceInterval(Period.hours(2)))
                .withJobSpecification(specification));
    batch.jobSchedules().disable("s");
    batch.jobSchedules().enable("s");
    assertThat(batch.jobSchedules().list()).anyMatch(each -> each.id().equals("s"));
    batch.jobSchedules().terminate("s");
    batch.jobSchedules().delete("s");
    await().atMost(PATIENCE).until(() -> !batch.jobSchedules().exists("s"));
  }

  @Test
  void whatTheAccountHasAndHasNotIsListed() {
    assertThat(batch.accounts().listSupportedImages()).isNotEmpty();
    assertThat(batch.applications().list()).isEmpty();
    assertThat(refused(() -> batch.applications().get("none")))
        .isEqualTo("404 ApplicationNotFound");
    assertThat(batch.certificates().list()).isEmpty();
    assertThat(refused(() -> batch.certificates().get("sha1", "ab")))
        .isEqualTo("404 CertificateNotFound");
    assertThat(refused(() -> batch.pools().add(pool("a b", 0))))
        .isEqualTo("400 InvalidPropertyValue");
  }
}
