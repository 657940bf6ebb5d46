package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.Operation;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service refuses, and what it does about settings that can't be. */
class RulesTest {

  private static final String LONG = "x".repeat(1025);

  private final Emulated batch = new Emulated();

  private String refused(Operation operation, Map<String, String> names, String body) {
    return batch.refused(operation, names, body).code();
  }

  @Test
  void textsHaveALength() {
    assertThat(
            refused(
                Operation.POOL_ADD,
                Map.of(),
                "{'id':'p','vmSize':'a','displayName':'%s',%s}".formatted(LONG, Emulated.IMAGE)))
        .isEqualTo("InvalidPropertyValue");
    assertThat(
            refused(
                Operation.JOB_ADD,
                Map.of(),
                "{'id':'j','poolInfo':{'autoPoolSpecification':{'poolLifetimeOption':'job',"
                    + "'autoPoolIdPrefix':'a-prefix-that-is-too-long'}}}"))
        .isEqualTo("InvalidPropertyValue");
    batch.addJob("j", "p", "'displayName':'%s',".formatted(LONG.substring(1)));
    assertThat(batch.job("j").path("displayName").asText()).hasSize(1024);
  }

  @Test
  void aMetadataItemHasAName() {
    assertThat(
            refused(
                Operation.JOB_ADD,
                Map.of(),
                "{'id':'j','metadata':[{'name':'','value':'v'}],'poolInfo':{'poolId':'p'}}"))
        .isEqualTo("EmptyMetadataKey");
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "-1, 1", "2, 2"})
  void aMultiInstanceTaskHasInstancesOfOneSlot(int instances, int slots) {
    batch.addJob("j", "p", "");
    String task =
        "{'id':'t','commandLine':'w','requiredSlots':%d,'multiInstanceSettings':"
            + "{'numberOfInstances':%d,'coordinationCommandLine':'c'}}";
    assertThat(refused(Operation.TASK_ADD, Map.of("jobId", "j"), task.formatted(slots, instances)))
        .isEqualTo("InvalidPropertyValue");
  }

  @Test
  void usersAreForNodesThatAreUp() {
    batch.addPool("p", 1, "");
    while (batch.nodes("p").isEmpty()) {
      batch.pass(Duration.ofSeconds(1));
    }
    String id = batch.nodes("p").get(0).path("id").asText();
    Map<String, String> node = Map.of("poolId", "p", "nodeId", id);
    assertThat(refused(Operation.COMPUTE_NODE_ADD_USER, node, "{'name':'me'}"))
        .isEqualTo("NodeBeingCreated");
    batch.pass(Duration.ofMinutes(2));
    batch.call(Operation.COMPUTE_NODE_ADD_USER, node, "{'name':'me'}");
    assertThat(refused(Operation.COMPUTE_NODE_ADD_USER, node, "{'name':'ME'}"))
        .isEqualTo("NodeUserExists");
    batch.core.makeUnusable("p", id, new Node.Problem("DiskFull", "no space left"));
    assertThat(refused(Operation.COMPUTE_NODE_ADD_USER, node, "{'name':'you'}"))
        .isEqualTo("NodeStateUnusable");
  }

  @Test
  void aContainerNeedsAPoolThatHasContainers() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("j", "p", "");
    batch.addTask("j", "t", "'containerSettings':{'imageName':'alpine'},");
    assertThat(batch.runtime.running()).isEmpty();
    assertThat(batch.task("j", "t").at("/executionInfo/failureInfo/code").asText())
        .isEqualTo("ContainerInvalidSettings");
    assertThat(batch.task("j", "t").at("/executionInfo").has("exitCode")).isFalse();
    assertThat(batch.nodeStates("p")).containsExactly("idle");
  }

  @Test
  void theJobActionOfAPreProcessingErrorIsThatOfItsCondition() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("j", "p", "'onTaskFailure':'performexitoptionsjobaction',");
    batch.addTask(
        "j",
        "t",
        "'containerSettings':{'imageName':'alpine'},"
            + "'exitConditions':{'preProcessingError':{'jobAction':'none'}},");
    assertThat(batch.taskState("j", "t")).isEqualTo("completed");
    assertThat(batch.jobState("j")).isEqualTo("active");
  }

  private static final String AUTO =
      "{'poolInfo':{'autoPoolSpecification':{'poolLifetimeOption':'job','keepAlive':%s,"
          + "'pool':{'vmSize':'%s',%s}}}}";

  @Test
  void anActiveJobStaysInItsPoolButMayKeepIt() {
    String pool = AUTO.formatted("false", "small", Emulated.IMAGE);
    batch.call(Operation.JOB_ADD, Map.of(), pool.replace("{'poolInfo'", "{'id':'j','poolInfo'"));
    String id = batch.job("j").at("/executionInfo/poolId").asText();
    Map<String, String> job = Map.of("jobId", "j");

    assertThat(refused(Operation.JOB_PATCH, job, AUTO.formatted("true", "large", Emulated.IMAGE)))
        .isEqualTo("OperationInvalidForCurrentState");
    assertThat(refused(Operation.JOB_PATCH, job, "{'poolInfo':{'poolId':'other'}}"))
        .isEqualTo("OperationInvalidForCurrentState");
    batch.call(Operation.JOB_PATCH, job, AUTO.formatted("true", "small", Emulated.IMAGE));
    batch.call(Operation.JOB_TERMINATE, job, "");
    batch.pass(Duration.ofMinutes(5));
    assertThat(batch.jobState("j")).isEqualTo("completed");
    assertThat(batch.pool(id).path("state").asText()).isEqualTo("active");
  }

  @Test
  void aDisabledJobMayMove() {
    batch.addJob("j", "p", "");
    Map<String, String> job = Map.of("jobId", "j");
    assertThat(refused(Operation.JOB_PATCH, job, "{'poolInfo':{'poolId':'q'}}"))
        .isEqualTo("OperationInvalidForCurrentState");
    batch.call(Operation.JOB_PATCH, job, "{'poolInfo':{'poolId':'P'}}");
    batch.call(Operation.JOB_DISABLE, job, "{'disableTasks':'wait'}");
    batch.call(Operation.JOB_PATCH, job, "{'poolInfo':{'poolId':'q'}}");
    assertThat(batch.job("j").at("/executionInfo/poolId").asText()).isEqualTo("q");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'constraints':{'maxTaskRetryCount':-2}",
        "'commonEnvironmentSettings':[{'name':' ','value':'v'}]",
        "'jobPreparationTask':{'commandLine':''}",
        "'jobManagerTask':{'id':'m','commandLine':' '}",
        "'jobManagerTask':{'id':'m','commandLine':'c','constraints':{'maxTaskRetryCount':-2}}",
        "'priority':1001",
        "'maxParallelTasks':0",
        "'jobReleaseTask':{'commandLine':'r'}",
        "'jobPreparationTask':{'commandLine':'c','userIdentity':{}}",
      })
  void aJobThatCannotBeIsRefused(String member) {
    String job = "{'id':'j',%s,'poolInfo':{'poolId':'p'}}".formatted(member);
    assertThat(refused(Operation.JOB_ADD, Map.of(), job)).isEqualTo("InvalidPropertyValue");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'commandLine':' '",
        "'commandLine':'c','requiredSlots':0",
        "'commandLine':'c','constraints':{'maxTaskRetryCount':-2}",
        "'commandLine':'c','outputFiles':[{'filePattern':'','destination':{'container':"
            + "{'containerUrl':'http://h/c'}},'uploadOptions':{'uploadCondition':'tasksuccess'}}]",
        "'commandLine':'c','affinityInfo':{'affinityId':''}",
        "'commandLine':'c','userIdentity':{}",
        "'commandLine':'c','userIdentity':{'username':'ann','autoUser':{}}",
        "'commandLine':'c','exitConditions':{'exitCodeRanges':[{'start':5,'end':1,'exitOptions':{}}]}",
      })
  void aTaskThatCannotBeIsRefused(String members) {
    batch.addJob("j", "p", "");
    String task = "{'id':'t',%s}".formatted(members);
    assertThat(refused(Operation.TASK_ADD, Map.of("jobId", "j"), task))
        .isEqualTo("InvalidPropertyValue");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'jobPreparationTask':{'commandLine':'c'},'jobManagerTask':{'id':'JobPreparation','commandLine':'c'}",
        "'jobPreparationTask':{'id':'x','commandLine':'c'},'jobReleaseTask':{'id':'x','commandLine':'c'}",
        "'jobManagerTask':{'id':'m','commandLine':'c','requiredSlots':0}",
        "'jobManagerTask':{'id':'m','commandLine':'c','userIdentity':{}}",
        "'jobManagerTask':{'id':'m','commandLine':'c','applicationPackageReferences':[{'applicationId':'none'}]}",
      })
  void aJobWhoseOwnTasksCannotBeIsNotAdded(String members) {
    String job = "{'id':'j',%s,'poolInfo':{'poolId':'p'}}".formatted(members);
    assertThat(batch.refused(Operation.JOB_ADD, Map.of(), job)).isNotNull();
    assertThat(refused(Operation.JOB_GET, Map.of("jobId", "j"), "")).isEqualTo("JobNotFound");
  }

  @Test
  void aPoolOfAJobScheduleIsForItsJobsAlone() {
    String job =
        "{'id':'j','poolInfo':{'autoPoolSpecification':{'poolLifetimeOption':'jobschedule',"
            + "'pool':{'vmSize':'Standard_D4s_v5',%s}}}}".formatted(Emulated.IMAGE);
    assertThat(refused(Operation.JOB_ADD, Map.of(), job)).isEqualTo("InvalidPropertyValue");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'startTask':{'commandLine':'c','userIdentity':{'username':'ann'}},",
        "'userAccounts':[{'name':'ann','password':'p'},{'name':'Ann','password':'p'}],",
        "'userAccounts':[{'name':'ann','password':'p','linuxUserConfiguration':{'uid':1000}}],",
      })
  void aPoolHasTheUserThatItsStartTaskRunsAs(String members) {
    String pool = "{'id':'q',%s'vmSize':'Standard_D4s_v5',%s}".formatted(members, Emulated.IMAGE);
    assertThat(refused(Operation.POOL_ADD, Map.of(), pool)).isEqualTo("InvalidPropertyValue");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'recurrenceInterval':'PT10M','startWindow':'PT30S'",
        "'doNotRunUntil':'2030-01-02T00:00:00Z','doNotRunAfter':'2030-01-01T00:00:00Z'",
      })
  void aScheduleThatCannotBeIsRefused(String schedule) {
    String body =
        "{'id':'s','schedule':{%s},'jobSpecification':{'poolInfo':{'poolId':'p'}}}"
            .formatted(schedule);
    assertThat(refused(Operation.JOB_SCHEDULE_ADD, Map.of(), body))
        .isEqualTo("InvalidPropertyValue");
  }
}
