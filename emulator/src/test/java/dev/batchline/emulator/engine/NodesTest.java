package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.node.RunningCommand.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodesTest {

  private final Emulated batch = new Emulated();

  private Map<String, String> node(int index) {
    Map<String, String> names = new HashMap<>();
    names.put("poolId", "p");
    names.put("nodeId", batch.nodes("p").get(index).path("id").asText());
    return names;
  }

  private String id(int index) {
    return node(index).get("nodeId");
  }

  private void addSpotPool() {
    batch.addReadyPool("p", 0, "'targetLowPriorityNodes':1,");
    batch.addJob("j", "p", "'jobPreparationTask':{'commandLine':'stage'},");
    batch.addTask("j", "t", "");
    batch.runtime.command("jobpreparation").exit(0);
    batch.drain();
    batch.runtime.command("j/job-1/t").begin(0);
    batch.drain();
  }

  @Test
  void aPreemptedTaskIsRequeuedWithoutBeingCounted() {
    addSpotPool();
    String before = id(0);
    batch.core.preempt("p", before);
    batch.drain();
    assertThat(batch.nodeStates("p")).containsExactly("preempted");
    assertThat(batch.pool("p").path("currentLowPriorityNodes").asInt()).isEqualTo(1);
    JsonNode task = batch.task("j", "t");
    assertThat(task.path("state").asText()).isEqualTo("active");
    assertThat(task.at("/executionInfo/requeueCount").asInt()).isZero();
    assertThat(task.at("/executionInfo").has("startTime")).isFalse();
    assertThat(batch.runtime.removedNodes()).containsExactly(before);
  }

  @Test
  void aPreemptedNodeComesBackEmptyAndIsPreparedAnew() {
    addSpotPool();
    String before = id(0);
    batch.core.preempt("p", before);
    batch.pass(Duration.ofMinutes(7));
    assertThat(id(0)).isEqualTo(before);
    assertThat(batch.nodeStates("p")).containsExactly("running");
    assertThat(batch.runtime.all("j/job-1/jobpreparation")).hasSize(2);
    batch.runtime.command("jobpreparation").exit(0);
    batch.drain();
    batch.runtime.command("j/job-1/t").exit(0);
    batch.drain();
    assertThat(batch.task("j", "t").at("/executionInfo/result").asText()).isEqualTo("success");
  }

  @Test
  void onlySpotNodesArePreempted() {
    batch.addReadyPool("p", 1, "");
    String dedicated = id(0);
    assertThatExceptionOfType(BatchError.class)
        .isThrownBy(() -> batch.core.preempt("p", dedicated))
        .extracting(BatchError::code)
        .isEqualTo("OperationNotValidOnNode");
  }

  @Test
  void anUnusableNodeLosesItsTasksAndShowsWhy() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("j", "p", "");
    batch.addTask("j", "t", "");
    batch.core.makeUnusable("p", id(0), new Node.Problem("DiskFull", "no space"));
    assertThat(batch.nodeStates("p")).containsExactly("unusable");
    assertThat(batch.nodes("p").get(0).at("/errors/0/code").asText()).isEqualTo("DiskFull");
    assertThat(batch.taskState("j", "t")).isEqualTo("active");
    batch.call(Operation.COMPUTE_NODE_REBOOT, node(0), "");
    batch.pass(Duration.ofMinutes(1));
    assertThat(batch.taskState("j", "t")).isEqualTo("preparing");
  }

  @Test
  void rebootingRunsTheStartTaskAgainAndRequeuesTasks() {
    batch.addReadyPool("p", 1, "'startTask':{'commandLine':'init'},");
    batch.runtime.command("startup").exit(0);
    batch.drain();
    batch.addJob("j", "p", "");
    batch.addTask("j", "t", "");
    batch.call(Operation.COMPUTE_NODE_REBOOT, node(0), "{'nodeRebootOption':'requeue'}");
    assertThat(batch.task("j", "t").at("/executionInfo/requeueCount").asInt()).isEqualTo(1);
    assertThat(batch.runtime.command("j/job-1/t").killed()).contains(Reason.LOST);
    assertThat(batch.nodeStates("p")).containsExactly("starting");
    batch.pass(Duration.ofMinutes(1));
    assertThat(batch.nodeStates("p")).containsExactly("waitingforstarttask");
    batch.runtime.command("startup").exit(0);
    batch.drain();
    assertThat(batch.taskState("j", "t")).isEqualTo("preparing");
  }

  @Test
  void aNodeThatIsClosedForTasksBecomesOfflineOnceItIsEmpty() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("j", "p", "");
    batch.addTask("j", "t", "");
    batch.call(
        Operation.COMPUTE_NODE_DISABLE_SCHEDULING,
        node(0),
        "{'nodeDisableSchedulingOption':'taskcompletion'}");
    assertThat(batch.nodeStates("p")).containsExactly("running");
    batch.addTask("j", "later", "");
    batch.runtime.command("j/job-1/t").exit(0);
    batch.drain();
    assertThat(batch.nodeStates("p")).containsExactly("offline");
    assertThat(batch.taskState("j", "later")).isEqualTo("active");
    assertThat(batch.refused(Operation.COMPUTE_NODE_DISABLE_SCHEDULING, node(0), "").code())
        .isEqualTo("NodeAlreadyInTargetSchedulingState");
    batch.call(Operation.COMPUTE_NODE_ENABLE_SCHEDULING, node(0), "");
    assertThat(batch.taskState("j", "later")).isEqualTo("preparing");
  }

  @Test
  void aDeallocatedNodeStartsAgain() {
    batch.addReadyPool("p", 1, "");
    batch.call(Operation.COMPUTE_NODE_DEALLOCATE, node(0), "");
    assertThat(batch.nodeStates("p")).containsExactly("deallocating");
    batch.pass(Duration.ofSeconds(31));
    assertThat(batch.nodeStates("p")).containsExactly("deallocated");
    batch.call(Operation.COMPUTE_NODE_START, node(0), "");
    batch.pass(Duration.ofMinutes(1));
    assertThat(batch.nodeStates("p")).containsExactly("idle");
  }

  @Test
  void filesOfATaskAreGoneAfterItsRetentionTime() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("j", "p", "");
    batch.addTask("j", "t", "'constraints':{'retentionTime':'PT1H'},");
    batch.runtime.command("j/job-1/t").exit(0);
    batch.pass(Duration.ofMinutes(61));
    assertThat(
            batch
                .refused(Operation.FILE_LIST_FROM_TASK, Map.of("jobId", "j", "taskId", "t"), "")
                .code())
        .isEqualTo("TaskFilesCleanedup");
  }

  @Test
  void aTasksCompletionLetsItsNodeLeave() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("j", "p", "");
    batch.addTask("j", "t", "");
    batch.call(
        Operation.POOL_REMOVE_NODES,
        Map.of("poolId", "p"),
        "{'nodeList':['" + id(0) + "'],'nodeDeallocationOption':'taskcompletion'}");
    batch.pass(Duration.ofSeconds(30));
    assertThat(batch.nodeStates("p")).containsExactly("leavingpool");
    assertThat(batch.pool("p").path("allocationState").asText()).isEqualTo("resizing");
    batch.runtime.command("j/job-1/t").exit(0);
    batch.pass(Duration.ofSeconds(3));
    assertThat(batch.nodes("p")).isEmpty();
    assertThat(batch.pool("p").path("allocationState").asText()).isEqualTo("steady");
  }

  private void runTask(String retention) {
    batch.addReadyPool("kept", 1, "");
    batch.addJob("r", "kept", "");
    batch.addTask("r", "t", "'constraints':{'retentionTime':'%s'},".formatted(retention));
    batch.runtime.command("r/job-1/t").exit(0);
    batch.drain();
  }

  private void shrinkRetaining() {
    batch.call(
        Operation.POOL_RESIZE,
        Map.of("poolId", "kept"),
        "{'targetDedicatedNodes':0,'nodeDeallocationOption':'retaineddata'}");
  }

  @Test
  void aNodeThatRetainsDataStaysUntilTheFilesOfItsTasksMayGo() {
    runTask("PT1H");
    shrinkRetaining();
    batch.pass(Duration.ofMinutes(50));
    assertThat(batch.nodeStates("kept")).containsExactly("leavingpool");
    batch.pass(Duration.ofMinutes(11));
    assertThat(batch.nodeStates("kept")).isEmpty();
  }

  @Test
  void itLeavesEarlierWhenItsTasksAreGoneOrItsPoolIs() {
    runTask("P7D");
    shrinkRetaining();
    batch.pass(Duration.ofMinutes(20));
    batch.call(Operation.TASK_DELETE, Map.of("jobId", "r", "taskId", "t"), "");
    batch.pass(Duration.ofMinutes(1));
    assertThat(batch.nodeStates("kept")).isEmpty();
  }

  @Test
  void aPoolThatIsDeletedWaitsNeitherForRetainedDataNorForADeallocation() {
    runTask("P7D");
    shrinkRetaining();
    batch.pass(Duration.ofMinutes(1));
    batch.call(Operation.POOL_DELETE, Map.of("poolId", "kept"), "");
    batch.addReadyPool("off", 1, "");
    String node = batch.nodes("off").get(0).path("id").asText();
    batch.call(Operation.COMPUTE_NODE_DEALLOCATE, Map.of("poolId", "off", "nodeId", node), "");
    batch.pass(Duration.ofSeconds(5));
    assertThat(batch.nodeStates("off")).containsExactly("deallocating");
    batch.call(Operation.POOL_DELETE, Map.of("poolId", "off"), "");
    batch.pass(Duration.ofMinutes(2));
    assertThat(batch.list(Operation.POOL_LIST, Map.of())).isEmpty();
  }
}
