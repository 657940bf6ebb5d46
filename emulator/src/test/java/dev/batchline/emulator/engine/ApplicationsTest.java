package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.emulator.fault.Faults;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.model.Conditions;
import dev.batchline.emulator.model.JobTokens;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.Page;
import dev.batchline.emulator.model.Quotas;
import dev.batchline.emulator.node.ProcessNodeRuntime;
import dev.batchline.emulator.node.TaskUsers;
import dev.batchline.emulator.time.ServiceTime;
import dev.batchline.emulator.time.WallTime;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Application packages of the account, on nodes that are real directories. */
class ApplicationsTest {

  @TempDir private Path directory;
  private Path applications;
  private ProcessNodeRuntime runtime;
  private Engine engine;

  @BeforeEach
  void start() throws IOException {
    applications = Files.createDirectory(directory.resolve("applications"));
    zip("Solver/1.0.zip", "bin/solve.sh", "#!/bin/sh\necho solved by 1.0\n");
    zip("Solver/2.0-beta.zip", "bin/solve.sh", "#!/bin/sh\necho solved by 2.0\n");
    Files.writeString(applications.resolve("Solver/default"), "1.0\n");
    zip("tables/3.zip", "table.csv", "1,2\n");
    zip("evil/1.zip", "../../../escaped", "x");
    ServiceTime time = WallTime.paced(2000);
    runtime = new ProcessNodeRuntime(directory.resolve("nodes"), time, TaskUsers.NONE);
    engine = Engine.start(settings(), time, runtime);
  }

  @AfterEach
  void stop() {
    engine.close();
    runtime.close();
  }

  private EngineSettings settings() throws IOException {
    return new EngineSettings(
        "account",
        () -> Emulated.BASE,
        Quotas.DEFAULT,
        event -> {},
        JobTokens.create(),
        new AccountResources(Optional.empty(), Applications.in(applications)),
        Faults.NONE);
  }

  private void zip(String name, String entry, String text) throws IOException {
    Path file = applications.resolve(name);
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private Answer call(Operation operation, Map<String, String> names, String body) {
    return engine.answer(
        new Call(
            operation,
            names,
            Map.of(),
            body.isEmpty() ? Optional.empty() : Optional.of(Emulated.json(body)),
            Conditions.NONE,
            Page.first(1000),
            Emulated.BASE));
  }

  private void addPool(String references) {
    call(
        Operation.POOL_ADD,
        Map.of(),
        "{'id':'p','vmSize':'standard_d2s_v5','targetDedicatedNodes':1,"
            + "'applicationPackageReferences':"
            + references
            + ","
            + Emulated.IMAGE
            + "}");
    call(Operation.JOB_ADD, Map.of(), "{'id':'j','poolInfo':{'poolId':'p'}}");
  }

  private JsonNode run(String script, String references) {
    call(
        Operation.TASK_ADD,
        Map.of("jobId", "j"),
        "{'id':'t','commandLine':'/bin/sh -c \\\"%s\\\"','applicationPackageReferences':%s}"
            .formatted(script, references));
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(this::task, task -> task.path("state").asText().equals("completed"));
  }

  private JsonNode task() {
    Answer answer = call(Operation.TASK_GET, Map.of("jobId", "j", "taskId", "t"), "");
    return ((Answer.Entity) answer).json();
  }

  private String stdout() throws IOException {
    Answer answer =
        call(
            Operation.FILE_GET_FROM_TASK,
            Map.of("jobId", "j", "taskId", "t", "filePath", "stdout.txt"),
            "");
    return Files.readString(((Answer.FileContent) answer).file());
  }

  @Test
  void packagesOfPoolAndTaskAreThereWhenACommandRuns() throws IOException {
    addPool(
        "[{'applicationId':'/subscriptions/s/resourceGroups/g/providers/Microsoft.Batch/"
            + "batchAccounts/account/applications/tables'"
            + ",'version':'3'}]");
    JsonNode task =
        run(
            "$AZ_BATCH_APP_PACKAGE_Solver_2_0_beta/bin/solve.sh;"
                + " $AZ_BATCH_APP_PACKAGE_Solver/bin/solve.sh;"
                + " cat $AZ_BATCH_APP_PACKAGE_tables_3/table.csv",
            "[{'applicationId':'solver','version':'2.0-beta'},{'applicationId':'solver'}]");

    assertThat(task.at("/executionInfo/result").asText())
        .as(task.toPrettyString())
        .isEqualTo("success");
    assertThat(stdout()).isEqualTo("solved by 2.0\nsolved by 1.0\n1,2\n");
  }

  @Test
  void applicationsAreListedWithTheirVersions() {
    Answer all = call(Operation.APPLICATION_LIST, Map.of(), "");
    assertThat(((Answer.Listing) all).elements())
        .extracting(JsonNode::toString)
        .contains(
            "{\"id\":\"Solver\",\"displayName\":\"Solver\",\"versions\":[\"1.0\",\"2.0-beta\"]}");
    Answer one = call(Operation.APPLICATION_GET, Map.of("applicationId", "TABLES"), "");
    assertThat(((Answer.Entity) one).json().path("versions").get(0).asText()).isEqualTo("3");
    assertThatThrownBy(() -> call(Operation.APPLICATION_GET, Map.of("applicationId", "none"), ""))
        .isInstanceOfSatisfying(
            BatchError.class, error -> assertThat(error.code()).isEqualTo("ApplicationNotFound"));
  }

  @Test
  void whatThereIsNoPackageOfIsRefusedWithItsName() {
    assertThatThrownBy(() -> addPool("[{'applicationId':'tables'}]"))
        .as("a pool needs a version")
        .isInstanceOfSatisfying(
            BatchError.class,
            error -> {
              assertThat(error.status()).isEqualTo(409);
              assertThat(error.values()).containsKey("tables");
            });
    addPool("[]");
    assertThatThrownBy(() -> run("true", "[{'applicationId':'Solver','version':'9'}]"))
        .isInstanceOfSatisfying(
            BatchError.class,
            error -> assertThat(error.code()).isEqualTo("InvalidApplicationPackageReferences"));
  }

  @Test
  void aTaskWhosePackageHasNoDefaultVersionFailsBeforeItRuns() {
    addPool("[]");
    JsonNode task = run("true", "[{'applicationId':'tables'}]");

    assertThat(task.at("/executionInfo/failureInfo/code").asText())
        .isEqualTo("ApplicationPackageError");
    assertThat(task.at("/executionInfo").has("exitCode")).isFalse();
  }

  @Test
  void aPackageDoesNotWriteOutsideOfItsDirectory() throws IOException {
    addPool("[]");
    JsonNode task = run("true", "[{'applicationId':'evil','version':'1'}]");

    assertThat(task.at("/executionInfo/failureInfo/code").asText())
        .isEqualTo("ApplicationPackageError");
    try (var files = Files.walk(directory)) {
      assertThat(files.map(file -> file.getFileName().toString())).doesNotContain("escaped");
    }
  }

  @Test
  void aDefaultThatIsNoVersionIsFoundAtTheStart() throws IOException {
    Files.writeString(applications.resolve("tables/default"), "4");
    assertThatThrownBy(this::settings)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("names the version 4");
  }
}
