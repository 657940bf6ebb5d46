package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.fault.Faults;
import dev.batchline.emulator.model.Answer;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Storage of the account, against Azurite, and the files that tasks take from it and leave. */
class AutoStorageTest {

  private static final String KEY = "AccountName=store;AccountKey=c2VjcmV0LWtleQ==;";
  private static final Instant NOW = Instant.parse("2026-03-02T08:00:00.5Z");

  @TempDir Path directory;

  @Test
  void aContainerIsNamedByTheAccountsOwnEndpointOrByItsDomain() {
    assertThat(AutoStorage.of(KEY).containerUrl("data", NOW))
        .startsWith("https://store.blob.core.windows.net/data?sv=")
        .contains("&sp=rl&st=2026-03-02T07%3A45%3A00Z&se=2026-03-03T08%3A00%3A00Z&sig=");
    assertThat(AutoStorage.of(KEY + "BlobEndpoint=http://h:1/store/").containerUrl("data", NOW))
        .startsWith("http://h:1/store/data?sv=");
    assertThat(AutoStorage.of("UseDevelopmentStorage=true").containerUrl("data", NOW))
        .startsWith("http://127.0.0.1:10000/devstoreaccount1/data?sv=");
  }

  @Test
  void whatIsWrongWithAConnectionStringIsSaidWithoutIt() {
    assertThatThrownBy(() -> AutoStorage.of("AccountName=store;AccountKey=%%secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("AccountKey")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> AutoStorage.of("AccountKey=c2VjcmV0"))
        .hasMessageContaining("no AccountName");
    assertThat(AutoStorage.of(KEY).toString()).doesNotContain("c2VjcmV0");
  }

  @Test
  void anAccountWithoutStorageRefusesToStageFromIt() {
    Emulated batch = new Emulated();
    batch.addJob("j", "p", "");
    String task =
        "{'id':'t','commandLine':'w','resourceFiles':[{'autoStorageContainerName':'data'}]}";
    assertThat(batch.refused(Operation.TASK_ADD, Map.of("jobId", "j"), task).code())
        .isEqualTo("StorageAccountNotFound");
  }

  @Test
  void tasksStageFromItAndUploadToAnyContainer() throws IOException {
    Optional<Path> program = Azurite.program();
    Assumptions.assumeTrue(program.isPresent(), "there is no Azurite; set BATCHLINE_AZURITE");
    ServiceTime time = WallTime.paced(2000);
    Path data = Files.createDirectory(directory.resolve("azurite"));
    try (Azurite azurite = Azurite.start(program.get(), data);
        ProcessNodeRuntime runtime =
            new ProcessNodeRuntime(directory.resolve("nodes"), time, TaskUsers.NONE);
        Engine engine = Engine.start(settings(azurite), time, runtime)) {
      BlobContainerClient inputs = azurite.container("inputs");
      put(inputs, "2026/01/a.csv", "1");
      put(inputs, "2026/02/b.csv", "2");
      put(inputs, "2025/01/c.csv", "3");
      BlobContainerClient outputs = azurite.container("outputs");
      addPoolAndJob(engine);
      String destination = outputs.getBlobContainerUrl() + "?" + writeSas(outputs);
      call(
          engine,
          Operation.TASK_ADD,
          Map.of("jobId", "j"),
          """
          {"id": "t", "commandLine": "/bin/sh -c 'find . -type f -name \\"*.csv\\" -printf \\"%%P %%m\\\\n\\" | sort > listing'",
           "resourceFiles": [{"autoStorageContainerName": "inputs", "blobPrefix": "2026/",
                              "filePath": "in", "fileMode": "0640"}],
           "outputFiles": [{"filePattern": "listing",
                            "destination": {"container": {"containerUrl": "%s", "path": "t/listing"}},
                            "uploadOptions": {"uploadCondition": "tasksuccess"}}]}
          """
              .formatted(destination));

      await().atMost(Duration.ofSeconds(20)).until(() -> completed(engine));

      assertThat(entity(engine, Operation.TASK_GET).at("/executionInfo/result").asText())
          .as(entity(engine, Operation.TASK_GET).toPrettyString())
          .isEqualTo("success");
      assertThat(outputs.getBlobClient("t/listing").downloadContent().toString())
          .isEqualTo("in/2026/01/a.csv 640\nin/2026/02/b.csv 640\n");
      assertLogsAreUploaded(engine, outputs, destination);
    }
  }

  private static void assertLogsAreUploaded(
      Engine engine, BlobContainerClient container, String url) {
    JsonNode task = entity(engine, Operation.TASK_GET);
    Answer answer =
        call(
            engine,
            Operation.COMPUTE_NODE_UPLOAD_BATCH_SERVICE_LOGS,
            Map.of("poolId", "p", "nodeId", task.at("/nodeInfo/nodeId").asText()),
            "{\"containerUrl\": \"%s\", \"startTime\": \"2020-01-01T00:00:00Z\"}".formatted(url));
    JsonNode said = ((Answer.Entity) answer).json();
    int files = said.path("numberOfFilesUploaded").asInt();
    assertThat(files).isPositive();
    String prefix = said.path("virtualDirectoryName").asText() + "/";
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                container.listBlobs().stream()
                    .map(BlobItem::getName)
                    .filter(name -> name.startsWith(prefix))
                    .count(),
            count -> count == files);
  }

  private static EngineSettings settings(Azurite azurite) {
    return new EngineSettings(
        "account",
        () -> Emulated.BASE,
        Quotas.DEFAULT,
        event -> {},
        JobTokens.create(),
        new AccountResources(
            Optional.of(AutoStorage.of(azurite.connectionString())), Applications.NONE),
        Faults.NONE);
  }

  private static void put(BlobContainerClient container, String name, String text) {
    container.getBlobClient(name).upload(BinaryData.fromString(text));
  }

  private static String writeSas(BlobContainerClient container) {
    return container.generateSas(
        new BlobServiceSasSignatureValues(
            OffsetDateTime.now(ZoneOffset.UTC).plusHours(1),
            new BlobContainerSasPermission().setWritePermission(true).setCreatePermission(true)));
  }

  private static void addPoolAndJob(Engine engine) {
    call(
        engine,
        Operation.POOL_ADD,
        Map.of(),
        "{'id':'p','vmSize':'standard_d2s_v5','targetDedicatedNodes':1,%s}"
            .formatted(Emulated.IMAGE)
            .replace('\'', '"'));
    call(engine, Operation.JOB_ADD, Map.of(), "{\"id\":\"j\",\"poolInfo\":{\"poolId\":\"p\"}}");
  }

  private static boolean completed(Engine engine) {
    return entity(engine, Operation.TASK_GET).path("state").asText().equals("completed");
  }

  private static JsonNode entity(Engine engine, Operation operation) {
    return ((Answer.Entity) call(engine, operation, Map.of("jobId", "j", "taskId", "t"), ""))
        .json();
  }

  private static Answer call(
      Engine engine, Operation operation, Map<String, String> names, String body) {
    return engine.answer(
        new Call(
            operation,
            names,
            Map.of(),
            body.isEmpty() ? Optional.empty() : Optional.of(json(body)),
            Conditions.NONE,
            Page.first(1000),
            Emulated.BASE));
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) new ObjectMapper().readTree(text);
    } catch (IOException notJson) {
      throw new AssertionError(text, notJson);
    }
  }

  @Test
  void resourceFilesAreCheckedWhereverTheyStand() {
    Emulated batch = new Emulated();
    for (String files :
        List.of(
            "[{'filePath':'a'}]",
            "[{'httpUrl':'http://h/a','storageContainerUrl':'http://h/c','filePath':'a'}]",
            "[{'httpUrl':'http://h/a','filePath':'a','blobPrefix':'p'}]",
            "[{'httpUrl':'http://h/a','filePath':'a','fileMode':'rwx'}]")) {
      String start = "'startTask':{'commandLine':'s','resourceFiles':%s}".formatted(files);
      assertRefused(batch, Operation.POOL_ADD, "{'id':'q','vmSize':'a',%s,%s}", start);
      String preparation = "'jobPreparationTask':{'commandLine':'s','resourceFiles':" + files + "}";
      assertRefused(
          batch, Operation.JOB_ADD, "{'id':'k',%s,'poolInfo':{'poolId':'p'}}", preparation);
      String manager =
          "'jobManagerTask':{'id':'m','commandLine':'s','resourceFiles':" + files + "}";
      assertRefused(
          batch,
          Operation.JOB_SCHEDULE_ADD,
          "{'id':'s','schedule':{},'jobSpecification':{%s,'poolInfo':{'poolId':'p'}}}",
          manager);
    }
  }

  private static void assertRefused(
      Emulated batch, Operation operation, String template, String member) {
    String body = template.formatted(member, Emulated.IMAGE);
    assertThat(batch.refused(operation, Map.of(), body))
        .as(body)
        .extracting(error -> error.code())
        .isEqualTo("InvalidPropertyValue");
  }
}
