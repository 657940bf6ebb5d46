package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.model.Conditions;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.Page;
import dev.batchline.emulator.model.Quotas;
import dev.batchline.emulator.node.ProcessNodeRuntime;
import dev.batchline.emulator.node.TaskUsers;
import dev.batchline.emulator.time.ServiceTime;
import dev.batchline.emulator.time.WallTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine with its own thread, real processes and a clock that makes nodes boot at once. */
class EngineWithProcessesTest {

  private static final double PACE = 600;

  @TempDir Path directory;
  private ProcessNodeRuntime runtime;
  private Engine engine;

  @BeforeEach
  void start() throws IOException {
    ServiceTime time = WallTime.paced(PACE);
    runtime = new ProcessNodeRuntime(directory, time, TaskUsers.NONE);
    EngineSettings settings = new EngineSettings("account", () -> Emulated.BASE, Quotas.DEFAULT);
    engine = Engine.start(settings, time, runtime);
  }

  @AfterEach
  void stop() {
    engine.close();
    runtime.close();
  }

  private Answer call(Operation operation, Map<String, String> names, String body) {
    return engine.answer(
        new Call(
            operation,
            names,
            Map.of("recursive", "true"),
            body.isEmpty() ? Optional.empty() : Optional.of(Emulated.json(body)),
            Conditions.NONE,
            Page.first(1000),
            Emulated.BASE));
  }

  private JsonNode task(String id) {
    Answer answer = call(Operation.TASK_GET, Map.of("jobId", "j", "taskId", id), "");
    return ((Answer.Entity) answer).json();
  }

  private String stdout(String task) throws IOException {
    Answer answer =
        call(
            Operation.FILE_GET_FROM_TASK,
            Map.of("jobId", "j", "taskId", task, "filePath", "stdout.txt"),
            "");
    return Files.readString(((Answer.FileContent) answer).file());
  }

  @Test
  void anAutoscaledPoolRunsPreparedTasksAndKeepsTheirFiles() throws IOException {
    call(
        Operation.POOL_ADD,
        Map.of(),
        "{'id':'p','vmSize':'standard_d2s_v5','enableAutoScale':true,"
            + "'autoScaleFormula':'$TargetDedicatedNodes=2;','startTask':"
            + "{'commandLine':'/bin/sh -c true'},"
            + Emulated.IMAGE
            + "}");
    call(
        Operation.JOB_ADD,
        Map.of(),
        "{'id':'j','poolInfo':{'poolId':'p'},'jobPreparationTask':"
            + "{'commandLine':'/bin/sh -c \\\"echo staged > input\\\"'}}");
    call(
        Operation.TASK_ADD_COLLECTION,
        Map.of("jobId", "j"),
        "{'value':[{'id':'a','commandLine':"
            + "'/bin/sh -c \\\"cat $AZ_BATCH_JOB_PREP_WORKING_DIR/input; echo $AZ_BATCH_TASK_ID\\\"'},"
            + "{'id':'b','commandLine':'/bin/sh -c \\\"exit 4\\\"'},"
            + "{'id':'c','commandLine':'no-such-program'}]}");

    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                task("a").path("state").asText().equals("completed")
                    && task("b").path("state").asText().equals("completed")
                    && task("c").path("state").asText().equals("completed"));

    assertThat(task("a").at("/executionInfo/result").asText()).isEqualTo("success");
    assertThat(stdout("a")).isEqualTo("staged\na\n");
    assertThat(task("b").at("/executionInfo/exitCode").asInt()).isEqualTo(4);
    assertThat(task("b").at("/executionInfo/failureInfo/code").asText())
        .isEqualTo("FailureExitCode");
    assertThat(task("c").at("/executionInfo/failureInfo/code").asText())
        .isEqualTo("CommandProgramNotFound");
    Answer files = call(Operation.FILE_LIST_FROM_TASK, Map.of("jobId", "j", "taskId", "a"), "");
    assertThat(((Answer.Listing) files).elements())
        .extracting(file -> file.path("name").asText())
        .contains("stderr.txt", "stdout.txt", "wd");
  }

  @Test
  void aTerminatedJobLeavesNoProcess() {
    call(
        Operation.POOL_ADD,
        Map.of(),
        "{'id':'p','vmSize':'standard_d2s_v5','targetDedicatedNodes':1," + Emulated.IMAGE + "}");
    call(Operation.JOB_ADD, Map.of(), "{'id':'j','poolInfo':{'poolId':'p'}}");
    call(Operation.TASK_ADD, Map.of("jobId", "j"), "{'id':'a','commandLine':'sleep 1000'}");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> task("a").path("state").asText().equals("running"));
    call(Operation.JOB_TERMINATE, Map.of("jobId", "j"), "");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> task("a").path("state").asText().equals("completed"));
    assertThat(task("a").at("/executionInfo/failureInfo/code").asText()).isEqualTo("TaskEnded");
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
        .noneMatch(process -> process.info().command().orElse("").endsWith("sleep"));
  }

  @Test
  void aTaskThatIsDeletedWhileItWritesLeavesNoFile() throws IOException {
    call(
        Operation.POOL_ADD,
        Map.of(),
        "{'id':'p','vmSize':'standard_d2s_v5','targetDedicatedNodes':1," + Emulated.IMAGE + "}");
    call(Operation.JOB_ADD, Map.of(), "{'id':'j','poolInfo':{'poolId':'p'}}");
    call(
        Operation.TASK_ADD,
        Map.of("jobId", "j"),
        "{'id':'a','commandLine':'/bin/sh -c \\\"while :; do mkdir -p $AZ_BATCH_TASK_DIR/wd;"
            + " echo more >> $AZ_BATCH_TASK_DIR/wd/log; done\\\"'}");
    Path log =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> find("log"), Optional::isPresent)
            .orElseThrow();

    call(Operation.TASK_DELETE, Map.of("jobId", "j", "taskId", "a"), "");

    Path task = log.getParent().getParent();
    await().atMost(Duration.ofSeconds(20)).until(() -> !Files.exists(task));
    await().during(Duration.ofMillis(300)).until(() -> !Files.exists(task));
    assertThat(task.getParent()).exists();
  }

  @Test
  void filesOfPreparationAndReleaseGoAfterTheirRetentionTime() throws IOException {
    call(
        Operation.POOL_ADD,
        Map.of(),
        "{'id':'p','vmSize':'standard_d2s_v5','targetDedicatedNodes':1," + Emulated.IMAGE + "}");
    call(
        Operation.JOB_ADD,
        Map.of(),
        "{'id':'j','poolInfo':{'poolId':'p'},'jobPreparationTask':"
            + "{'commandLine':'true','constraints':{'retentionTime':'PT0.5S'}},"
            + "'jobReleaseTask':{'commandLine':'true','retentionTime':'PT0.5S'}}");
    call(Operation.TASK_ADD, Map.of("jobId", "j"), "{'id':'a','commandLine':'sleep 1000'}");
    Path job =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> find("a/wd"), Optional::isPresent)
            .map(directory -> directory.getParent().getParent())
            .orElseThrow();
    Path prepared = job.resolve("jobpreparation");
    await().atMost(Duration.ofSeconds(20)).until(() -> !Files.exists(prepared));

    call(Operation.JOB_TERMINATE, Map.of("jobId", "j"), "");

    await().atMost(Duration.ofSeconds(20)).until(() -> state("j").equals("completed"));
    Path released = job.resolve("jobrelease");
    await().atMost(Duration.ofSeconds(20)).until(() -> !Files.exists(released));
    assertThat(job.resolve("a/stdout.txt")).exists();
  }

  private String state(String job) {
    Answer answer = call(Operation.JOB_GET, Map.of("jobId", job), "");
    return ((Answer.Entity) answer).json().path("state").asText();
  }

  private Optional<Path> find(String name) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.endsWith(name)).findFirst();
    } catch (java.io.UncheckedIOException changing) {
      return Optional.empty();
    }
  }
}
