package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.Quotas;
import dev.batchline.emulator.state.Dump;
import dev.batchline.emulator.state.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine goes on with what another one has kept. */
class RestartTest {

  @TempDir private Path directory;
  private Journal journal;
  private Emulated batch;

  @BeforeEach
  void start() throws IOException {
    journal = Journal.open(directory);
    batch = new Emulated(journal.account(), Quotas.DEFAULT, Emulated.START);
  }

  @AfterEach
  void stop() throws IOException {
    journal.close();
  }

  /** What is running is lost; what is kept is read anew, some time later. */
  private void restart() throws IOException {
    Dump.keepAll(journal);
    journal.close();
    journal = Journal.open(directory);
    batch = new Emulated(journal.account(), Quotas.DEFAULT, batch.time.now().plusSeconds(10));
    batch.core.resume();
    batch.drain();
  }

  private void readyPool(String more) {
    batch.addReadyPool("p", 1, "'taskSlotsPerNode':4," + more);
  }

  @Test
  void aTaskThatRanWaitsAgainWithoutThatBeingCounted() throws IOException {
    readyPool("");
    batch.addJob("j", "p", "");
    batch.addTask("j", "t", "'constraints':{'maxTaskRetryCount':2},");
    batch.runtime.command("t").begin(0);
    batch.drain();
    assertThat(batch.taskState("j", "t")).isEqualTo("running");

    restart();

    JsonNode task = batch.task("j", "t");
    assertThat(task.path("state").asText()).isEqualTo("active");
    assertThat(task.path("previousState").asText()).isEqualTo("running");
    assertThat(task.at("/executionInfo/retryCount").asInt()).isZero();
    assertThat(task.at("/executionInfo/requeueCount").asInt()).isZero();
    assertThat(task.has("nodeInfo")).isFalse();
    batch.pass(Duration.ofMinutes(1));
    batch.runtime.command("t").exit(0);
    batch.drain();
    assertThat(batch.task("j", "t").at("/executionInfo/result").asText()).isEqualTo("success");
  }

  @Test
  void whatIsCompletedStaysAsItWas() throws IOException {
    readyPool("");
    batch.addJob("j", "p", "");
    batch.addTask("j", "good", "");
    batch.addTask("j", "bad", "");
    batch.runtime.command("good").exit(0);
    batch.runtime.command("bad").exit(3);
    batch.drain();
    JsonNode good = batch.task("j", "good");
    JsonNode bad = batch.task("j", "bad");
    JsonNode job = batch.job("j");
    JsonNode pool = batch.pool("p");
    JsonNode counts = batch.counts("j");
    JsonNode recent = batch.nodes("p").get(0).path("recentTasks");

    restart();

    assertThat(batch.task("j", "good")).isEqualTo(good);
    assertThat(batch.task("j", "bad")).isEqualTo(bad);
    assertThat(batch.job("j")).isEqualTo(job);
    assertThat(batch.pool("p")).isEqualTo(pool);
    assertThat(batch.counts("j")).isEqualTo(counts);
    assertThat(batch.nodes("p").get(0).path("recentTasks")).hasSize(2).isEqualTo(recent);
    assertThat(batch.nodes("p").get(0).path("totalTasksRun").asInt()).isEqualTo(2);
  }

  @Test
  void nodesThatWereUpRestartAndPrepareThemselvesAgain() throws IOException {
    readyPool("'startTask':{'commandLine':'start','waitForSuccess':true},");
    batch.runtime.command("startup").exit(0);
    batch.drain();
    assertThat(batch.nodeStates("p")).containsExactly("idle");
    String id = batch.nodes("p").get(0).path("id").asText();

    restart();

    assertThat(batch.nodeStates("p")).containsExactly("starting");
    assertThat(batch.nodes("p").get(0).path("id").asText()).isEqualTo(id);
    batch.pass(Duration.ofMinutes(1));
    assertThat(batch.nodeStates("p")).containsExactly("waitingforstarttask");
    batch.runtime.command("startup").exit(0);
    batch.drain();
    assertThat(batch.nodeStates("p")).containsExactly("idle");
  }

  @Test
  void aPoolThatWasJustMadeGetsItsNodes() throws IOException {
    batch.addPool("p", 2, "");
    restart();
    batch.pass(Duration.ofMinutes(3));
    assertThat(batch.nodeStates("p")).containsExactly("idle", "idle");
    assertThat(batch.pool("p").path("allocationState").asText()).isEqualTo("steady");
  }

  @Test
  void aDeletionUnderWayGoesOn() throws IOException {
    readyPool("");
    batch.addJob("j", "p", "");
    batch.addTask("j", "t", "");
    batch.call(Operation.JOB_DELETE, Map.of("jobId", "j"), "");
    batch.call(Operation.POOL_DELETE, Map.of("poolId", "p"), "");

    restart();
    batch.pass(Duration.ofMinutes(1));

    assertThat(batch.refused(Operation.JOB_GET, Map.of("jobId", "j"), "").code())
        .isEqualTo("JobNotFound");
    assertThat(batch.refused(Operation.POOL_GET, Map.of("poolId", "p"), "").code())
        .isEqualTo("PoolNotFound");
  }

  @Test
  void aJobIsReleasedFromNodesThatWereRestarted() throws IOException {
    readyPool("");
    batch.addJob(
        "j",
        "p",
        "'jobPreparationTask':{'id':'prepare','commandLine':'p'},"
            + "'jobReleaseTask':{'id':'release','commandLine':'r'},");
    batch.addTask("j", "t", "");
    batch.runtime.command("prepare").exit(0);
    batch.drain();
    batch.runtime.command("t").exit(0);
    batch.drain();
    batch.call(Operation.JOB_TERMINATE, Map.of("jobId", "j"), "");
    batch.runtime.command("release").begin(0);
    batch.drain();

    restart();
    assertThat(batch.jobState("j")).isEqualTo("terminating");
    batch.pass(Duration.ofMinutes(1));

    batch.runtime.command("release").exit(0);
    batch.drain();
    batch.pass(Duration.ofSeconds(5));
    assertThat(batch.jobState("j")).isEqualTo("completed");
  }

  @Test
  void limitsOfTimeCountFromTheBeginning() throws IOException {
    readyPool("");
    batch.addJob("j", "p", "'constraints':{'maxWallClockTime':'PT2M'},");
    batch.pass(Duration.ofSeconds(100));
    restart();
    batch.pass(Duration.ofSeconds(15));
    assertThat(batch.jobState("j")).isEqualTo("completed");
    assertThat(batch.job("j").at("/executionInfo/terminateReason").asText())
        .isEqualTo("MaxWallClockTimeExpiry");
  }

  @Test
  void schedulesAndFormulasGoOn() throws IOException {
    batch.addPool("p", 0, "");
    batch.pass(Duration.ofMinutes(1));
    batch.call(
        Operation.POOL_ENABLE_AUTO_SCALE,
        Map.of("poolId", "p"),
        "{'autoScaleFormula':'$TargetDedicatedNodes=1;','autoScaleEvaluationInterval':'PT5M'}");
    batch.call(
        Operation.JOB_SCHEDULE_ADD,
        Map.of(),
        "{'id':'s','schedule':{'recurrenceInterval':'PT5M'},"
            + "'jobSpecification':{'onAllTasksComplete':'terminatejob','poolInfo':{'poolId':'p'}}}");
    String evaluated = batch.pool("p").at("/autoScaleRun/timestamp").asText();

    restart();
    batch.pass(Duration.ofMinutes(6));

    assertThat(batch.pool("p").at("/autoScaleRun/timestamp").asText()).isGreaterThan(evaluated);
    assertThat(batch.pool("p").path("currentDedicatedNodes").asInt()).isEqualTo(1);
    assertThat(batch.jobState("s:job-1")).isEqualTo("completed");
    assertThat(batch.job("s:job-2").path("id").asText()).isEqualTo("s:job-2");
  }

  @Test
  void dependenciesOnTasksThatAreGoneStaySatisfied() throws IOException {
    readyPool("");
    batch.addJob("j", "p", "'usesTaskDependencies':true,");
    batch.addTask("j", "first", "");
    batch.runtime.command("first").exit(0);
    batch.drain();
    batch.call(Operation.TASK_DELETE, Map.of("jobId", "j", "taskId", "first"), "");

    restart();
    batch.addTask("j", "second", "'dependsOn':{'taskIds':['first']},");
    batch.addTask("j", "third", "'dependsOn':{'taskIds':['second']},");
    batch.pass(Duration.ofMinutes(1));

    assertThat(batch.runtime.all("second")).hasSize(1);
    assertThat(batch.runtime.all("third")).isEmpty();
  }

  @Test
  void theTagsOfChangesStayUnique() throws IOException {
    batch.addPool("p", 0, "");
    batch.addJob("j", "p", "");
    String before = batch.job("j").path("eTag").asText();
    journal.handOver();
    journal.close();
    journal = Journal.open(directory);
    // A clock that was set back.
    batch = new Emulated(journal.account(), Quotas.DEFAULT, Emulated.START.minusSeconds(3600));
    batch.core.resume();
    batch.call(Operation.JOB_PATCH, Map.of("jobId", "j"), "{'priority':5}");
    assertThat(batch.job("j").path("eTag").asText()).isGreaterThan(before);
  }
}
