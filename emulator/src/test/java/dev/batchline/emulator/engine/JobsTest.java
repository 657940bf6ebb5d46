package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.Operation;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobsTest {

  private static final Map<String, String> JOB = Map.of("jobId", "j");

  private final Emulated batch = new Emulated();

  @Test
  void aJobIsShownWithTheServicesDefaults() {
    batch.addJob("j", "p", "");
    JsonNode job = batch.job("j");
    assertThat(job.path("priority").asInt()).isZero();
    assertThat(job.path("maxParallelTasks").asInt()).isEqualTo(-1);
    assertThat(job.at("/constraints/maxWallClockTime").asText())
        .isEqualTo("P10675199DT2H48M5.4775807S");
    assertThat(job.path("onAllTasksComplete").asText()).isEqualTo("noaction");
    assertThat(job.at("/executionInfo/poolId").asText()).isEqualTo("p");
  }

  @Test
  void aDisabledJobShowsTheStateBeforeTheUsersAction() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("j", "p", "");
    batch.addTask("j", "t", "");
    batch.runtime.command("j/job-1/t").begin(0);
    batch.call(Operation.JOB_DISABLE, JOB, "{'disableTasks':'requeue'}");
    JsonNode job = batch.job("j");
    assertThat(job.path("state").asText()).isEqualTo("disabled");
    assertThat(job.path("previousState").asText()).isEqualTo("active");
    assertThat(batch.taskState("j", "t")).isEqualTo("active");
    assertThat(batch.task("j", "t").at("/executionInfo/requeueCount").asInt()).isEqualTo(1);
    batch.call(Operation.JOB_ENABLE, JOB, "");
    assertThat(batch.taskState("j", "t")).isEqualTo("preparing");
  }

  @Test
  void terminatingEndsRunningTasksAndLeavesActiveOnes() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("j", "p", "");
    batch.addTask("j", "a", "");
    batch.addTask("j", "b", "");
    batch.runtime.command("j/job-1/a").begin(0);
    batch.call(Operation.JOB_TERMINATE, JOB, "{'terminateReason':'enough'}");
    assertThat(batch.jobState("j")).isEqualTo("terminating");
    batch.pass(Duration.ofSeconds(2));
    JsonNode job = batch.job("j");
    assertThat(job.path("state").asText()).isEqualTo("completed");
    assertThat(job.path("previousState").asText()).isEqualTo("active");
    assertThat(job.at("/executionInfo/terminateReason").asText()).isEqualTo("enough");
    assertThat(job.at("/executionInfo/endTime").asText())
        .isEqualTo(job.path("stateTransitionTime").asText());
    assertThat(batch.taskState("j", "a")).isEqualTo("completed");
    assertThat(batch.taskState("j", "b")).isEqualTo("active");
    assertThat(batch.refused(Operation.TASK_ADD, JOB, "{'id':'c','commandLine':'x'}").code())
        .isEqualTo("JobCompleted");
  }

  @Test
  void aJobEndsByItselfWhenAllItsTasksAreComplete() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("j", "p", "");
    batch.addTask("j", "a", "");
    batch.call(Operation.JOB_PATCH, JOB, "{'onAllTasksComplete':'terminatejob'}");
    batch.pass(Duration.ofSeconds(10));
    assertThat(batch.jobState("j")).isEqualTo("active");
    batch.runtime.command("j/job-1/a").exit(1);
    batch.pass(Duration.ofSeconds(10));
    assertThat(batch.jobState("j")).isEqualTo("completed");
    assertThat(batch.job("j").at("/executionInfo/terminateReason").asText())
        .isEqualTo("AllTasksComplete");
  }

  @Test
  void aJobEndsWhenItsTimeIsUp() {
    batch.addJob("j", "p", "'constraints':{'maxWallClockTime':'PT1H'},");
    batch.pass(Duration.ofMinutes(59));
    assertThat(batch.jobState("j")).isEqualTo("active");
    batch.pass(Duration.ofMinutes(2));
    assertThat(batch.job("j").at("/executionInfo/terminateReason").asText())
        .isEqualTo("MaxWallClockTimeExpiry");
  }

  @Test
  void aFailedTaskCanEndItsJob() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("j", "p", "'onTaskFailure':'performexitoptionsjobaction',");
    batch.addTask("j", "t", "");
    batch.runtime.command("j/job-1/t").exit(9);
    batch.pass(Duration.ofSeconds(3));
    assertThat(batch.job("j").at("/executionInfo/terminateReason").asText())
        .isEqualTo("TaskFailed");
  }

  @Test
  void releaseTasksRunWhereTheJobWasPreparedBeforeItIsCompleted() {
    batch.addReadyPool("p", 2, "");
    batch.addJob(
        "j",
        "p",
        "'jobPreparationTask':{'commandLine':'in'},'jobReleaseTask':{'commandLine':'out'},");
    batch.addTask("j", "t", "");
    batch.runtime.running().get(0).exit(0);
    batch.drain();
    batch.runtime.command("j/job-1/t").exit(0);
    batch.call(Operation.JOB_TERMINATE, JOB, "");
    batch.pass(Duration.ofSeconds(5));
    assertThat(batch.jobState("j")).isEqualTo("terminating");
    assertThat(batch.runtime.all("j/job-1/jobrelease")).hasSize(1);
    batch.runtime.command("j/job-1/jobrelease").exit(1);
    batch.pass(Duration.ofSeconds(2));
    assertThat(batch.jobState("j")).isEqualTo("completed");
  }

  @Test
  void aPreparationTaskWhoseFilesCantBeStagedIsListedWithItsReason() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("j", "p", "'jobPreparationTask':{'commandLine':'in'},");
    batch.addTask("j", "t", "");
    batch.runtime.running().get(0).fail("BlobNotFound");
    batch.drain();
    ObjectNode status =
        batch.list(Operation.JOB_LIST_PREPARATION_AND_RELEASE_TASK_STATUS, JOB).get(0);
    JsonNode execution = status.path("jobPreparationTaskExecutionInfo");
    assertThat(execution.path("result").asText()).isEqualTo("failure");
    assertThat(execution.path("failureInfo").path("code").asText()).isEqualTo("BlobNotFound");
    assertThat(execution.path("startTime").asText()).isNotEmpty();
  }

  @Test
  void aDeletedJobIsGoneAfterAMoment() {
    batch.addJob("j", "p", "");
    batch.call(Operation.JOB_DELETE, JOB, "");
    assertThat(batch.jobState("j")).isEqualTo("deleting");
    assertThat(batch.refused(Operation.JOB_DELETE, JOB, "").code()).isEqualTo("JobBeingDeleted");
    batch.pass(Duration.ofSeconds(2));
    assertThat(batch.refused(Operation.JOB_GET, JOB, "").code()).isEqualTo("JobNotFound");
  }

  @Test
  void theManagersEndIsTheJobsEnd() {
    batch.addReadyPool("p", 1, "'taskSlotsPerNode':2,");
    batch.addJob("j", "p", "'jobManagerTask':{'id':'manager','commandLine':'lead'},");
    batch.addTask("j", "t", "");
    assertThat(batch.taskState("j", "t")).as("the manager runs alone").isEqualTo("active");
    batch.runtime.command("j/job-1/manager").exit(0);
    batch.pass(Duration.ofSeconds(3));
    assertThat(batch.job("j").at("/executionInfo/terminateReason").asText())
        .isEqualTo("JMComplete");
  }

  @Test
  void anAutoPoolComesAndGoesWithItsJob() {
    batch.call(
        Operation.JOB_ADD,
        Map.of(),
        ("{'id':'j','poolInfo':{'autoPoolSpecification':{'autoPoolIdPrefix':'nightly',"
                + "'poolLifetimeOption':'job','pool':{'vmSize':'standard_d1_v2',"
                + "'targetDedicatedNodes':1,")
            + Emulated.IMAGE
            + "}}}}");
    String pool = batch.job("j").at("/executionInfo/poolId").asText();
    assertThat(pool).startsWith("nightly_");
    batch.addTask("j", "t", "");
    batch.pass(Duration.ofMinutes(2));
    assertThat(batch.taskState("j", "t")).isEqualTo("preparing");
    batch.call(Operation.JOB_TERMINATE, JOB, "");
    batch.pass(Duration.ofSeconds(10));
    assertThat(batch.refused(Operation.POOL_GET, Map.of("poolId", pool), "").code())
        .isEqualTo("PoolNotFound");
  }

  @Test
  void aPatchReplacesConstraintsAsAWhole() {
    batch.addJob("j", "p", "'constraints':{'maxWallClockTime':'PT90M','maxTaskRetryCount':3},");
    assertThat(batch.job("j").at("/constraints/maxWallClockTime").asText()).isEqualTo("PT1H30M");
    String before = batch.job("j").path("eTag").asText();
    batch.call(Operation.JOB_PATCH, JOB, "{'constraints':{'maxTaskRetryCount':1}}");
    assertThat(batch.job("j").at("/constraints/maxWallClockTime").asText())
        .isEqualTo("P10675199DT2H48M5.4775807S");
    assertThat(batch.job("j").path("eTag").asText()).isNotEqualTo(before);
  }

  @Test
  void aForcedTerminationDoesNotWaitForTheNodes() {
    batch.addReadyPool("forced", 1, "");
    batch.addJob("f", "forced", RELEASED);
    batch.addTask("f", "t", "");
    batch.runtime.command("f/job-1/jobpreparation").exit(0);
    batch.drain();
    batch.runtime.command("f/job-1/t").begin(0);
    batch.drain();
    batch.runtime.ignoreKills();
    batch.call(Operation.JOB_TERMINATE, Map.of("jobId", "f"), "{}");
    batch.pass(Duration.ofMinutes(5));
    assertThat(batch.jobState("f")).isEqualTo("terminating");

    batch.force(Operation.JOB_TERMINATE, Map.of("jobId", "f"));

    assertThat(batch.jobState("f")).isEqualTo("completed");
    assertThat(batch.job("f").at("/executionInfo/terminateReason").asText())
        .isEqualTo("UserTerminate");
    assertThat(batch.taskState("f", "t")).isEqualTo("completed");
    assertThat(batch.task("f", "t").at("/executionInfo/failureInfo/code").asText())
        .isEqualTo("TaskEnded");
    assertThat(batch.runtime.command("f/job-1/jobrelease").killed()).isEmpty();
    batch.runtime.command("f/job-1/t").die();
    batch.runtime.command("f/job-1/jobrelease").exit(0);
    batch.drain();
    assertThat(batch.nodeStates("forced")).containsExactly("idle");
    assertThat(batch.nodes("forced").get(0).path("runningTasksCount").asInt()).isZero();
  }

  private static final String RELEASED =
      "'jobPreparationTask':{'commandLine':'p'},'jobReleaseTask':{'commandLine':'r'},";

  @Test
  void aForcedDeletionIsDoneAtOnce() {
    batch.addReadyPool("forced", 1, "");
    batch.addJob("f", "forced", "");
    batch.addTask("f", "t", "");
    batch.runtime.ignoreKills();

    batch.force(Operation.JOB_DELETE, Map.of("jobId", "f"));

    assertThat(batch.refused(Operation.JOB_GET, Map.of("jobId", "f"), "").code())
        .isEqualTo("JobNotFound");
    assertThat(batch.runtime.command("f/job-1/t").killed()).isPresent();
    batch.runtime.command("f/job-1/t").die();
    batch.drain();
    assertThat(batch.nodeStates("forced")).containsExactly("idle");
    batch.addJob("f", "forced", "");
    assertThat(batch.jobState("f")).isEqualTo("active");
  }

  @Test
  void anExitCodeOfZeroThatIsListedHasItsJobAction() {
    batch.addReadyPool("zero", 1, "");
    batch.addJob("z", "zero", "'onTaskFailure':'performexitoptionsjobaction',");
    batch.addTask("z", "plain", "");
    batch.runtime.command("z/job-1/plain").exit(0);
    batch.drain();
    assertThat(batch.jobState("z")).isEqualTo("active");
    batch.addTask(
        "z",
        "found",
        "'exitConditions':{'exitCodes':[{'code':0,'exitOptions':{'jobAction':'terminate'}}]},");
    batch.runtime.command("z/job-1/found").exit(0);
    batch.drain();
    assertThat(batch.jobState("z")).isEqualTo("terminating");
  }
}
