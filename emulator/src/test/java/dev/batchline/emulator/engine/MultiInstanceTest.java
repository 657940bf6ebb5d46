package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MultiInstanceTest {

  private static final Map<String, String> TASK = Map.of("jobId", "j", "taskId", "mpi");

  private final Emulated batch = new Emulated();

  @BeforeEach
  void addTask() {
    batch.addReadyPool("p", 3, "'enableInterNodeCommunication':true,");
    batch.addJob("j", "p", "");
    batch.addTask(
        "j",
        "mpi",
        "'multiInstanceSettings':{'numberOfInstances':3,'coordinationCommandLine':'listen'},");
  }

  private List<ObjectNode> subtasks() {
    return batch.list(Operation.TASK_LIST_SUBTASKS, TASK);
  }

  private void coordinate() {
    for (int i = 0; i < 3; i++) {
      batch.runtime.command("mpi/" + i).exit(0);
    }
    batch.drain();
  }

  @Test
  void itsCommandRunsOnceAllNodesAreCoordinated() {
    assertThat(batch.runtime.running())
        .extracting(one -> one.command.commandLine())
        .containsExactly("listen", "listen", "listen");
    assertThat(batch.runtime.command("mpi/1").command.environment())
        .containsEntry("AZ_BATCH_HOST_LIST", "127.0.0.4,127.0.0.5,127.0.0.6")
        .containsEntry("AZ_BATCH_IS_CURRENT_NODE_MASTER", "false");
    assertThat(batch.nodeStates("p")).containsOnly("running");
    coordinate();
    assertThat(batch.runtime.running())
        .extracting(one -> one.command.commandLine())
        .containsExactly("work");
    assertThat(subtasks()).extracting(one -> one.path("id").asInt()).containsExactly(1, 2);
    batch.runtime.command("mpi/0").exit(0);
    batch.drain();
    assertThat(batch.task("j", "mpi").at("/executionInfo/result").asText()).isEqualTo("success");
    assertThat(batch.nodeStates("p")).containsOnly("idle");
  }

  @Test
  void aFailedCoordinationFailsTheTask() {
    batch.runtime.command("mpi/2").exit(5);
    batch.drain();
    assertThat(batch.taskState("j", "mpi")).isEqualTo("completed");
    assertThat(batch.task("j", "mpi").at("/executionInfo/exitCode").asInt()).isEqualTo(5);
    assertThat(batch.runtime.running()).isEmpty();
    assertThat(batch.nodeStates("p")).containsOnly("idle");
  }

  @Test
  void terminatingItKillsAllInstances() {
    coordinate();
    batch.call(Operation.TASK_TERMINATE, TASK, "");
    assertThat(batch.taskState("j", "mpi")).isEqualTo("completed");
    assertThat(batch.runtime.running()).isEmpty();
  }

  @Test
  void disablingItsJobRequeuesItAsAWhole() {
    batch.call(Operation.JOB_DISABLE, Map.of("jobId", "j"), "{'disableTasks':'requeue'}");
    assertThat(batch.task("j", "mpi").at("/executionInfo/requeueCount").asInt()).isEqualTo(1);
    assertThat(batch.jobState("j")).isEqualTo("disabled");
    assertThat(batch.runtime.running()).isEmpty();
    batch.call(Operation.JOB_ENABLE, Map.of("jobId", "j"), "");
    assertThat(batch.runtime.running()).hasSize(3);
  }

  @Test
  void losingOneNodeRequeuesItAsAWhole() {
    String lost = batch.nodes("p").get(0).path("id").asText();
    batch.core.makeUnusable(
        "p", lost, new dev.batchline.emulator.model.Node.Problem("Unknown", "it is gone"));
    batch.drain();
    assertThat(batch.taskState("j", "mpi")).isEqualTo("active");
    assertThat(batch.runtime.running()).isEmpty();
    assertThat(batch.nodeStates("p")).containsOnly("unusable", "idle");
  }

  @Test
  void deletingItFreesAllNodes() {
    batch.call(Operation.TASK_DELETE, TASK, "");
    batch.drain();
    assertThat(batch.runtime.running()).isEmpty();
    assertThat(batch.nodeStates("p")).containsOnly("idle");
  }

  @Test
  void aFailedRunIsRepeatedAsAWholeWithItsCoordination() {
    batch.call(Operation.TASK_TERMINATE, TASK, "");
    batch.addTask(
        "j",
        "again",
        "'constraints':{'maxTaskRetryCount':1},'resourceFiles':[{'httpUrl':'http://h/own',"
            + "'filePath':'own'}],'multiInstanceSettings':{'numberOfInstances':2,"
            + "'coordinationCommandLine':'listen','commonResourceFiles':["
            + "{'httpUrl':'http://h/common','filePath':'common'}]},");
    assertThat(batch.runtime.command("again/0").command.resourceFiles())
        .extracting(file -> file.filePath() + " " + file.inRoot())
        .containsExactly("common true", "own false");
    assertThat(batch.runtime.command("again/1").command.resourceFiles()).hasSize(1);
    batch.runtime.command("again/0").exit(0);
    batch.runtime.command("again/1").exit(0);
    batch.drain();
    batch.runtime.command("again/0").exit(9);
    batch.drain();

    assertThat(batch.runtime.running())
        .extracting(one -> one.command.commandLine() + " " + one.command.fresh())
        .containsExactly("listen false", "listen false");
    batch.runtime.command("again/0").exit(0);
    batch.runtime.command("again/1").exit(0);
    batch.drain();
    assertThat(batch.task("j", "again").at("/executionInfo/retryCount").asInt()).isEqualTo(1);
    batch.runtime.command("again/0").exit(9);
    batch.drain();
    assertThat(batch.taskState("j", "again")).isEqualTo("completed");
    assertThat(batch.task("j", "again").at("/executionInfo/exitCode").asInt()).isEqualTo(9);
    assertThat(batch.task("j", "again").at("/executionInfo/retryCount").asInt()).isEqualTo(1);
    assertThat(batch.nodeStates("p")).containsOnly("idle");
  }

  @Test
  void oneInstanceIsCoordinatedToo() {
    batch.call(Operation.TASK_TERMINATE, TASK, "");
    batch.addTask("j", "single", "'multiInstanceSettings':{'coordinationCommandLine':'listen'},");
    assertThat(batch.runtime.command("single/0").command.commandLine()).isEqualTo("listen");
    batch.runtime.command("single/0").exit(0);
    batch.drain();
    assertThat(batch.runtime.command("single/0").command.commandLine()).isEqualTo("work");
  }

  @Test
  void theTimeOfTheCoordinationCountsForTheLimit() {
    batch.call(Operation.TASK_TERMINATE, TASK, "");
    batch.addTask(
        "j",
        "timed",
        "'constraints':{'maxWallClockTime':'PT10M'},'multiInstanceSettings':"
            + "{'coordinationCommandLine':'listen'},");
    batch.runtime.command("timed/0").begin(0);
    batch.pass(Duration.ofMinutes(4));
    batch.runtime.command("timed/0").exit(0);
    batch.drain();
    assertThat(batch.runtime.command("timed/0").command.wallClock())
        .hasValueSatisfying(left -> assertThat(left).isBetween(FIVE, SEVEN));
  }

  private static final Duration FIVE = Duration.ofMinutes(5);
  private static final Duration SEVEN = Duration.ofMinutes(7);

  @Test
  void itsFilesAreThoseOfTheFirstInstance() {
    assertThat(batch.task("j", "mpi").at("/nodeInfo/taskRootDirectory").asText())
        .isEqualTo("workitems/j/job-1/mpi/0");
  }

  @Test
  void onesThatFindNoNodesHoldUpNoOthers() {
    batch.call(Operation.TASK_TERMINATE, TASK, "");
    batch.addTask(
        "j",
        "large",
        "'multiInstanceSettings':{'numberOfInstances':9,'coordinationCommandLine':'listen'},");
    batch.addTask("j", "plain", "");
    assertThat(batch.taskState("j", "large")).isEqualTo("active");
    assertThat(batch.taskState("j", "plain")).isIn("preparing", "running");
  }

  @Test
  void whatTheCoordinationHasStartedLivesAsLongAsTheTask() {
    assertThat(batch.runtime.command("mpi/2").command.leavesProcesses()).isTrue();
    coordinate();
    assertThat(batch.runtime.command("mpi/0").command.leavesProcesses()).isFalse();
    assertThat(batch.runtime.swept()).isEmpty();
    batch.runtime.command("mpi/0").exit(0);
    batch.drain();
    assertThat(batch.runtime.swept())
        .extracting(directory -> directory.getFileName().toString())
        .containsExactly("0", "1", "2");
  }
}
