package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.Operation;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceLogsTest {

  private static final Operation UPLOAD = Operation.COMPUTE_NODE_UPLOAD_BATCH_SERVICE_LOGS;
  private static final String CONTAINER = "http://storage/account/logs?sv=1&sig=secret";

  private final Emulated batch = new Emulated();

  private Map<String, String> node() {
    String id = batch.nodes("p").get(0).path("id").asText();
    return Map.of("poolId", "p", "nodeId", id);
  }

  private ObjectNode upload(String range) {
    String body = "{'containerUrl':'%s',%s}".formatted(CONTAINER, range);
    return ((Answer.Entity) batch.call(UPLOAD, node(), body)).json();
  }

  @Test
  void theLogTellsOfTheNodeAndOfItsCommands() {
    batch.addReadyPool("p", 1, "'startTask':{'commandLine':'prepare --password hidden'},");
    batch.runtime.command("startup").exit(0);
    batch.drain();
    batch.addJob("j", "p", "");
    batch.addTask("j", "t", "");
    batch.runtime.command("j/job-1/t").exit(3);
    batch.drain();

    ObjectNode answer = upload("'startTime':'2026-03-02T00:00:00Z'");

    String directory = answer.path("virtualDirectoryName").asText();
    assertThat(directory)
        .matches("account-[0-9A-F]{16}/p/" + node().get("nodeId") + "/[0-9a-f-]{36}");
    assertThat(answer.path("numberOfFilesUploaded").asInt()).isEqualTo(2);
    Map<String, String> blobs = batch.runtime.uploads().get(CONTAINER);
    assertThat(blobs)
        .containsOnlyKeys(
            directory + "/agent-debug-20260302-08.log", directory + "/agent-warn-20260302-08.log");
    assertThat(blobs.get(directory + "/agent-debug-20260302-08.log"))
        .contains("the state is creating", "the state is waitingforstarttask", "the state is idle")
        .contains("task j/t", "process started", "FailureExitCode, exit code 3")
        .doesNotContain("hidden");
    assertThat(blobs.get(directory + "/agent-warn-20260302-08.log").lines()).hasSize(1);
  }

  @Test
  void onlyFilesWithALineOfThatTimeAreUploaded() {
    batch.addReadyPool("p", 1, "");
    batch.pass(Duration.ofMinutes(70));
    batch.core.makeUnusable(
        "p", node().get("nodeId"), new Node.Problem("DiskFull", "no space left"));

    assertThat(upload("'startTime':'2026-03-02T08:30:00Z'").path("numberOfFilesUploaded").asInt())
        .as("an hour later")
        .isEqualTo(2);
    assertThat(batch.runtime.uploads().get(CONTAINER).toString()).contains("DiskFull");
    assertThat(
            upload("'startTime':'2026-03-02T08:00:00Z','endTime':'2026-03-02T08:30:00Z'")
                .path("numberOfFilesUploaded")
                .asInt())
        .isEqualTo(1);
    assertThat(upload("'startTime':'2026-03-03T08:00:00Z'").path("numberOfFilesUploaded").asInt())
        .isZero();
  }

  @Test
  void whatIsNoContainerOrNoTimeRangeIsRefusedWithoutShowingASas() {
    batch.addReadyPool("p", 1, "");
    var noContainer =
        batch.refused(
            UPLOAD,
            node(),
            "{'containerUrl':'storage?sig=secret','startTime':'2026-03-02T08:00:00Z'}");
    assertThat(noContainer.code()).isEqualTo("InvalidPropertyValue");
    assertThat(noContainer.values().toString()).doesNotContain("secret");
    var noRange =
        batch.refused(
            UPLOAD,
            node(),
            "{'containerUrl':'%s','startTime':'2026-03-02T08:00:00Z','endTime':'2026-03-01T08:00:00Z'}"
                .formatted(CONTAINER));
    assertThat(noRange.code()).isEqualTo("InvalidPropertyValue");
    assertThat(batch.refused(UPLOAD, node(), "{'containerUrl':'%s'}".formatted(CONTAINER)).code())
        .isEqualTo("MissingRequiredProperty");
  }

  @Test
  void aNodeThatIsBeingCreatedHasNoAgent() {
    batch.addPool("p", 1, "");
    while (batch.nodes("p").isEmpty()) {
      batch.pass(Duration.ofSeconds(1));
    }
    String body = "{'containerUrl':'%s','startTime':'2026-03-02T08:00:00Z'}".formatted(CONTAINER);
    assertThat(batch.refused(UPLOAD, node(), body).code()).isEqualTo("NodeBeingCreated");
  }
}
