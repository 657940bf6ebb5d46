package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.Operation;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TasksTest {

  private final Emulated batch = new Emulated();

  private static Map<String, String> task(String id) {
    return Map.of("jobId", "j", "taskId", id);
  }

  @Test
  void aTaskRunsOnAnIdleNodeAndItsExitCodeIsShown() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("j", "p", "");
    batch.addTask("j", "t", "");
    assertThat(batch.taskState("j", "t")).isEqualTo("preparing");
    batch.runtime.command("j/job-1/t").begin(0);
    assertThat(batch.taskState("j", "t")).isEqualTo("running");
    batch.runtime.command("j/job-1/t").exit(0);
    JsonNode done = batch.task("j", "t");
    assertThat(done.path("state").asText()).isEqualTo("completed");
    assertThat(done.path("previousState").asText()).isEqualTo("running");
    assertThat(done.at("/executionInfo/exitCode").asInt()).isZero();
    assertThat(done.at("/executionInfo/result").asText()).isEqualTo("success");
    assertThat(done.at("/nodeInfo/taskRootDirectory").asText()).isEqualTo("workitems/j/job-1/t");
    assertThat(batch.nodes("p").get(0).path("totalTasksSucceeded").asInt()).isEqualTo(1);
    assertThat(batch.nodeStates("p")).containsExactly("idle");
  }

  @Test
  void aCommandKnowsWhereItRuns() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("j", "p", "'commonEnvironmentSettings':[{'name':'A','value':'job'}],");
    batch.addTask("j", "t", "'environmentSettings':[{'name':'A','value':'task'}],");
    Map<String, String> environment = batch.runtime.command("j/job-1/t").command.environment();
    String root = environment.get("AZ_BATCH_NODE_ROOT_DIR");
    assertThat(environment)
        .containsEntry("AZ_BATCH_ACCOUNT_NAME", "account")
        .containsEntry("AZ_BATCH_POOL_ID", "p")
        .containsEntry("AZ_BATCH_JOB_ID", "j")
        .containsEntry("AZ_BATCH_TASK_ID", "t")
        .containsEntry("AZ_BATCH_TASK_WORKING_DIR", root + "/workitems/j/job-1/t/wd")
        .containsEntry("AZ_BATCH_NODE_IS_DEDICATED", "true")
        .containsEntry("A", "task");
  }

  @Test
  void tasksSpreadOverNodesAndShareTheirSlots() {
    batch.addReadyPool("p", 2, "'taskSlotsPerNode':2,");
    batch.addJob("j", "p", "");
    for (int i = 0; i < 5; i++) {
      batch.addTask("j", "t" + i, "");
    }
    assertThat(batch.nodes("p"))
        .extracting(node -> node.path("runningTasksCount").asInt())
        .containsExactly(2, 2);
    assertThat(batch.task("j", "t0").at("/nodeInfo/nodeId"))
        .isNotEqualTo(batch.task("j", "t1").at("/nodeInfo/nodeId"));
    assertThat(batch.counts("j").path("active").asInt()).isEqualTo(1);
    assertThat(batch.counts("j").path("running").asInt()).isEqualTo(4);
  }

  @Test
  void packFillsOneNodeFirst() {
    batch.addReadyPool(
        "p", 2, "'taskSlotsPerNode':2,'taskSchedulingPolicy':{'nodeFillType':'pack'},");
    batch.addJob("j", "p", "");
    batch.addTask("j", "a", "");
    batch.addTask("j", "b", "");
    assertThat(batch.task("j", "a").at("/nodeInfo/nodeId"))
        .isEqualTo(batch.task("j", "b").at("/nodeInfo/nodeId"));
  }

  @Test
  void aTaskThatFitsNowhereDoesNotHoldUpSmallerOnes() {
    batch.addReadyPool("p", 1, "'taskSlotsPerNode':4,");
    batch.addJob("j", "p", "");
    batch.addTask("j", "a", "'requiredSlots':3,");
    batch.addTask("j", "large", "'requiredSlots':3,");
    batch.addTask("j", "small", "'requiredSlots':1,");
    assertThat(batch.taskState("j", "large")).isEqualTo("active");
    assertThat(batch.taskState("j", "small")).isEqualTo("preparing");
  }

  @Test
  void higherPriorityGoesFirstAndParallelTasksAreLimited() {
    batch.addReadyPool("p", 2, "");
    batch.addJob("low", "p", "'priority':-5,");
    batch.call(Operation.JOB_DISABLE, Map.of("jobId", "low"), "{'disableTasks':'wait'}");
    batch.addTask("low", "t", "");
    batch.addJob("high", "p", "'priority':5,'maxParallelTasks':1,");
    batch.addTask("high", "a", "");
    batch.addTask("high", "b", "");
    batch.call(Operation.JOB_ENABLE, Map.of("jobId", "low"), "");
    assertThat(batch.taskState("high", "a")).isEqualTo("preparing");
    assertThat(batch.taskState("high", "b")).isEqualTo("active");
    assertThat(batch.taskState("low", "t")).isEqualTo("preparing");
  }

  @Test
  void thePreparationTaskRunsBeforeTheFirstTaskOnANode() {
    batch.addReadyPool("p", 1, "'taskSlotsPerNode':2,");
    batch.addJob("j", "p", "'jobPreparationTask':{'commandLine':'stage'},");
    batch.addTask("j", "a", "");
    batch.addTask("j", "b", "");
    assertThat(batch.runtime.running()).hasSize(1);
    assertThat(batch.taskState("j", "a")).isEqualTo("preparing");
    assertThat(batch.nodeStates("p")).containsExactly("running");
    batch.runtime.command("j/job-1/jobpreparation").exit(0);
    batch.drain();
    assertThat(batch.runtime.running()).hasSize(2);
    assertThat(
            batch.runtime.command("j/job-1/b").command.environment().get("AZ_BATCH_JOB_PREP_DIR"))
        .endsWith("/workitems/j/job-1/jobpreparation");
    JsonNode status =
        batch
            .list(Operation.JOB_LIST_PREPARATION_AND_RELEASE_TASK_STATUS, Map.of("jobId", "j"))
            .get(0);
    assertThat(status.at("/jobPreparationTaskExecutionInfo/state").asText()).isEqualTo("completed");
  }

  @Test
  void aFailedPreparationSendsItsTaskToAnotherNode() {
    batch.addReadyPool("p", 2, "");
    batch.addJob("j", "p", "'jobPreparationTask':{'commandLine':'stage'},");
    batch.addTask("j", "t", "");
    String first = batch.task("j", "t").at("/nodeInfo/nodeId").asText();
    batch.runtime.running().get(0).exit(1);
    batch.drain();
    assertThat(batch.task("j", "t").at("/nodeInfo/nodeId").asText()).isNotEqualTo(first);
    batch.runtime.running().get(0).exit(1);
    batch.drain();
    assertThat(batch.taskState("j", "t")).isEqualTo("active");
    assertThat(batch.task("j", "t").at("/executionInfo/requeueCount").asInt()).isZero();
  }

  @Test
  void aTaskWaitsForThoseItDependsOn() {
    batch.addReadyPool("p", 5, "");
    batch.addJob("j", "p", "'usesTaskDependencies':true,");
    batch.addTask(
        "j", "sum", "'dependsOn':{'taskIds':['a'],'taskIdRanges':[{'start':1,'end':3}]},");
    for (String id : new String[] {"a", "1", "02", "3"}) {
      assertThat(batch.taskState("j", "sum")).isEqualTo("active");
      batch.addTask("j", id, "");
      batch.runtime.command("j/job-1/" + id).exit(0);
      batch.drain();
    }
    assertThat(batch.taskState("j", "sum")).isEqualTo("preparing");
  }

  @Test
  void aFailedTaskBlocksThoseThatDependOnItUnlessItsExitConditionSaysOtherwise() {
    batch.addReadyPool("p", 4, "");
    batch.addJob("j", "p", "'usesTaskDependencies':true,");
    batch.addTask("j", "a", "");
    batch.addTask(
        "j",
        "b",
        "'exitConditions':{'exitCodes':[{'code':7,'exitOptions':"
            + "{'dependencyAction':'satisfy'}}]},");
    batch.addTask("j", "afterA", "'dependsOn':{'taskIds':['a']},");
    batch.addTask("j", "afterB", "'dependsOn':{'taskIds':['b']},");
    batch.runtime.command("j/job-1/a").exit(7);
    batch.runtime.command("j/job-1/b").exit(7);
    batch.drain();
    assertThat(batch.taskState("j", "afterA")).isEqualTo("active");
    assertThat(batch.taskState("j", "afterB")).isEqualTo("preparing");
  }

  @Test
  void dependenciesNeedAJobThatUsesThem() {
    batch.addJob("j", "p", "");
    assertThat(
            batch
                .refused(
                    Operation.TASK_ADD,
                    Map.of("jobId", "j"),
                    "{'id':'t','commandLine':'x','dependsOn':{'taskIds':['a']}}")
                .code())
        .isEqualTo("TaskDependenciesNotSpecifiedOnJob");
  }

  @Test
  void aCollectionTellsForEachTaskWhatBecameOfIt() {
    batch.addJob("j", "p", "");
    batch.addTask("j", "a", "");
    JsonNode results =
        ((Answer.Entity)
                batch.call(
                    Operation.TASK_ADD_COLLECTION,
                    Map.of("jobId", "j"),
                    "{'value':[{'id':'a','commandLine':'x'},{'id':'b','commandLine':'x'}]}"))
            .json()
            .path("value");
    assertThat(results.at("/0/status").asText()).isEqualTo("ClientError");
    assertThat(results.at("/0/error/code").asText()).isEqualTo("TaskExists");
    assertThat(results.at("/1/status").asText()).isEqualTo("Success");
    assertThat(results.at("/1/location").asText()).isEqualTo("http://batch/jobs/j/tasks/b");
  }

  @Test
  void aTerminatedTaskIsKilledAndCompleted() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("j", "p", "");
    batch.addTask("j", "t", "");
    batch.addTask("j", "waiting", "");
    batch.runtime.command("j/job-1/t").begin(0);
    batch.call(Operation.TASK_TERMINATE, task("t"), "");
    batch.call(Operation.TASK_TERMINATE, task("waiting"), "");
    assertThat(batch.task("j", "t").at("/executionInfo/failureInfo/code").asText())
        .isEqualTo("TaskEnded");
    assertThat(batch.taskState("j", "waiting")).isEqualTo("completed");
    assertThat(batch.refused(Operation.TASK_TERMINATE, task("t"), "").code())
        .isEqualTo("TaskCompleted");
  }

  @Test
  void aReactivatedTaskRunsAgainFromTheStart() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("j", "p", "");
    batch.addTask("j", "t", "");
    batch.runtime.command("j/job-1/t").exit(1);
    batch.drain();
    batch.call(Operation.POOL_REMOVE_NODES, Map.of("poolId", "p"), nodeList());
    batch.pass(Duration.ofSeconds(5));
    batch.call(Operation.TASK_REACTIVATE, task("t"), "");
    JsonNode again = batch.task("j", "t");
    assertThat(again.path("state").asText()).isEqualTo("active");
    assertThat(again.path("previousState").asText()).isEqualTo("completed");
    assertThat(again.path("executionInfo"))
        .isEqualTo(Emulated.json("{'retryCount':0,'requeueCount':0}"));
    assertThat(again.has("nodeInfo")).isFalse();
  }

  private String nodeList() {
    return "{'nodeList':['" + batch.nodes("p").get(0).path("id").asText() + "']}";
  }

  @Test
  void removingANodeRequeuesItsTaskAndCountsThat() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("j", "p", "");
    batch.addTask("j", "t", "");
    batch.runtime.command("j/job-1/t").begin(0);
    batch.call(Operation.POOL_REMOVE_NODES, Map.of("poolId", "p"), nodeList());
    batch.pass(Duration.ofSeconds(5));
    assertThat(batch.task("j", "t").at("/executionInfo/requeueCount").asInt()).isEqualTo(1);
    assertThat(batch.taskState("j", "t")).isEqualTo("active");
    assertThat(batch.pool("p").path("targetDedicatedNodes").asInt()).isZero();
    assertThat(batch.nodes("p")).isEmpty();
  }

  @Test
  void aDeletedTaskFreesItsSlots() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("j", "p", "");
    batch.addTask("j", "t", "");
    batch.runtime.command("j/job-1/t").begin(0);
    batch.call(Operation.TASK_DELETE, task("t"), "");
    assertThat(batch.nodeStates("p")).containsExactly("idle");
    assertThat(batch.refused(Operation.TASK_GET, task("t"), "").code()).isEqualTo("TaskNotFound");
    assertThat(batch.counts("j").path("running").asInt()).isZero();
  }

  @Test
  void onlyTasksThatAskForItGetATokenOfTheirJob() {
    String token = "AZ_BATCH_AUTHENTICATION_TOKEN";
    batch.addReadyPool("tokens", 2, "");
    batch.addJob("k", "tokens", "");
    batch.addTask("k", "with", "'authenticationTokenSettings':{'access':['job']},");
    batch.addTask("k", "without", "");
    assertThat(batch.runtime.command("k/job-1/with").command.environment())
        .hasEntrySatisfying(
            token, value -> assertThat(value).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+"));
    assertThat(batch.runtime.command("k/job-1/without").command.environment())
        .doesNotContainKey(token);
    assertThat(batch.task("k", "with").toString()).doesNotContain(token);
  }

  @Test
  void aRequeuedTaskHasTheRetriesItHasLeft() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("j", "p", "");
    batch.addTask("j", "t", "'constraints':{'maxTaskRetryCount':3},");
    batch.runtime.command("j/job-1/t").begin(0);
    batch.runtime.command("j/job-1/t").begin(1);
    batch.drain();
    JsonNode retried = batch.task("j", "t").path("executionInfo");
    batch.pass(Duration.ofSeconds(5));
    batch.call(Operation.JOB_DISABLE, Map.of("jobId", "j"), "{'disableTasks':'requeue'}");
    batch.call(Operation.JOB_ENABLE, Map.of("jobId", "j"), "");
    assertThat(batch.runtime.command("j/job-1/t").command.retriesSoFar()).isEqualTo(1);
    assertThat(batch.runtime.command("j/job-1/t").command.retries()).isEqualTo(3);
    batch.runtime.command("j/job-1/t").begin(1);
    batch.drain();

    JsonNode again = batch.task("j", "t").path("executionInfo");
    assertThat(again.path("retryCount").asInt()).isEqualTo(1);
    assertThat(again.path("lastRetryTime")).isEqualTo(retried.path("lastRetryTime"));
    assertThat(again.path("requeueCount").asInt()).isEqualTo(1);
  }
}
