package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.emulator.model.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Jobs of a higher priority and those that make room for them. */
class PreemptionTest {

  private static final String YIELDS = "'allowTaskPreemption':true,'priority':%d,";

  private final Emulated batch = new Emulated();

  private List<String> running(String job) {
    return batch.list(Operation.TASK_LIST, Map.of("jobId", job)).stream()
        .filter(task -> task.path("state").asText().equals("running"))
        .map(task -> task.path("id").asText())
        .toList();
  }

  private void addRunning(String job, String... tasks) {
    for (String task : tasks) {
      batch.addTask(job, task, "");
      batch.runtime.command(job + "/job-1/" + task).begin(0);
      batch.drain();
    }
  }

  @Test
  void aTaskOfAJobThatAllowsItMakesRoomAndIsRequeued() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("low", "p", YIELDS.formatted(-5));
    addRunning("low", "a");
    batch.addJob("high", "p", "'priority':1,");
    batch.addTask("high", "now", "");

    assertThat(batch.taskState("high", "now")).isEqualTo("preparing");
    assertThat(batch.taskState("low", "a")).isEqualTo("active");
    assertThat(batch.task("low", "a").at("/executionInfo/requeueCount").asInt()).isEqualTo(1);
    assertThat(batch.task("low", "a").at("/executionInfo/retryCount").asInt()).isZero();
    batch.runtime.command("high/job-1/now").exit(0);
    batch.drain();
    assertThat(batch.taskState("low", "a")).isEqualTo("preparing");
  }

  @Test
  void aJobThatDoesNotAllowItOrHasTheSamePriorityKeepsItsTasks() {
    batch.addReadyPool("p", 2, "");
    batch.addJob("firm", "p", "'priority':-5,");
    batch.addJob("peer", "p", YIELDS.formatted(1));
    addRunning("firm", "a");
    addRunning("peer", "b");
    batch.addJob("high", "p", "'priority':1,");
    batch.addTask("high", "now", "");

    assertThat(batch.taskState("high", "now")).isEqualTo("active");
    assertThat(batch.taskState("firm", "a")).isEqualTo("running");
    assertThat(batch.taskState("peer", "b")).isEqualTo("running");
  }

  @Test
  void theLowestPriorityGoesFirstAndOfOneJobTheLatest() {
    batch.addReadyPool("p", 4, "");
    batch.addJob("low", "p", YIELDS.formatted(-5));
    batch.addJob("lowest", "p", YIELDS.formatted(-9));
    addRunning("low", "a", "b", "c");
    addRunning("lowest", "d");
    batch.addJob("high", "p", "");
    batch.addTask("high", "one", "");
    assertThat(batch.taskState("lowest", "d")).isEqualTo("active");
    assertThat(running("low")).containsExactly("a", "b", "c");
    batch.addTask("high", "two", "");
    assertThat(running("low")).hasSize(2);
  }

  @Test
  void noMoreThanAreNeededGoThoughTheirEndTakesTime() {
    batch.addReadyPool("p", 1, "'taskSlotsPerNode':4,");
    batch.addJob("low", "p", YIELDS.formatted(-5));
    addRunning("low", "a", "b", "c", "d");
    batch.runtime.ignoreKills();
    batch.addJob("high", "p", "");
    batch.addTask("high", "wide", "'requiredSlots':2,");
    batch.pass(Duration.ofSeconds(5));

    List<FakeNodeRuntime.FakeCommand> killed =
        batch.runtime.running().stream().filter(one -> one.killed().isPresent()).toList();
    assertThat(killed)
        .extracting(one -> one.command.directory().getFileName().toString())
        .containsExactly("c", "d");
    killed.forEach(FakeNodeRuntime.FakeCommand::die);
    batch.drain();
    assertThat(batch.taskState("high", "wide")).isEqualTo("preparing");
    assertThat(running("low")).containsExactly("a", "b");
  }

  @Test
  void aTaskThatSucceedsBeforeItsKillArrivesIsNotRunAgain() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("low", "p", YIELDS.formatted(-5));
    addRunning("low", "a");
    batch.runtime.ignoreKills();
    batch.addJob("high", "p", "");
    batch.addTask("high", "now", "");
    batch.runtime.command("low/job-1/a").exit(0);
    batch.drain();

    assertThat(batch.task("low", "a").at("/executionInfo/result").asText()).isEqualTo("success");
    assertThat(batch.taskState("high", "now")).isEqualTo("preparing");
  }

  @Test
  void whatAUserHasEndedIsNotRequeued() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("j", "p", "");
    addRunning("j", "a");
    batch.runtime.ignoreKills();
    batch.call(Operation.TASK_TERMINATE, Map.of("jobId", "j", "taskId", "a"), "");
    batch.call(Operation.JOB_DISABLE, Map.of("jobId", "j"), "{'disableTasks':'requeue'}");
    batch.runtime.command("j/job-1/a").die();
    batch.drain();

    assertThat(batch.taskState("j", "a")).isEqualTo("completed");
    assertThat(batch.task("j", "a").at("/executionInfo/failureInfo/code").asText())
        .isEqualTo("TaskEnded");
  }

  @Test
  void maxParallelTasksBoundsWhatAJobTakesFromOthers() {
    batch.addReadyPool("p", 3, "");
    batch.addJob("low", "p", YIELDS.formatted(-5));
    addRunning("low", "a", "b", "c");
    batch.addJob("high", "p", "'maxParallelTasks':1,");
    batch.addTask("high", "one", "");
    batch.addTask("high", "two", "");

    assertThat(running("low")).hasSize(2);
    assertThat(batch.taskState("high", "two")).isEqualTo("active");
  }

  @Test
  void aMultiInstanceTaskGetsAllItsNodesOrTakesNone() {
    batch.addReadyPool("p", 2, "'enableInterNodeCommunication':true,");
    batch.addJob("low", "p", YIELDS.formatted(-5));
    addRunning("low", "a", "b");
    batch.addJob("high", "p", "");
    String instances =
        "'multiInstanceSettings':{'numberOfInstances':%d,'coordinationCommandLine':'c'},";
    batch.addTask("high", "three", instances.formatted(3));
    assertThat(running("low")).containsExactly("a", "b");
    batch.call(Operation.TASK_DELETE, Map.of("jobId", "high", "taskId", "three"), "");
    batch.addTask("high", "two", instances.formatted(2));
    assertThat(running("low")).isEmpty();
    assertThat(batch.taskState("high", "two")).isEqualTo("preparing");
  }

  @Test
  void allowingItLaterHasEffectAtOnce() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("low", "p", "'priority':-5,");
    addRunning("low", "a");
    batch.addJob("high", "p", "");
    batch.addTask("high", "now", "");
    assertThat(batch.taskState("high", "now")).isEqualTo("active");
    batch.call(Operation.JOB_PATCH, Map.of("jobId", "low"), "{'allowTaskPreemption':true}");
    assertThat(batch.taskState("high", "now")).isEqualTo("preparing");
  }
}
