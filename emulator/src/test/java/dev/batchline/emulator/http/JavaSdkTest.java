package dev.batchline.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.microsoft.azure.batch.BatchClient;
import com.microsoft.azure.batch.DetailLevel;
import com.microsoft.azure.batch.protocol.models.BatchErrorException;
import com.microsoft.azure.batch.protocol.models.CloudPool;
import com.microsoft.azure.batch.protocol.models.CloudTask;
import com.microsoft.azure.batch.protocol.models.FileProperties;
import com.microsoft.azure.batch.protocol.models.PoolAddParameter;
import com.microsoft.azure.batch.protocol.models.PoolGetOptions;
import com.microsoft.azure.batch.protocol.models.PoolState;
import com.microsoft.azure.batch.protocol.models.TaskAddParameter;
import com.microsoft.azure.batch.protocol.models.TaskListOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real Java SDK makes of our answers. */
class JavaSdkTest {

  private final TestServer server = new TestServer();
  private final BatchClient client = server.client(TestServer.KEY);

  @AfterEach
  void stop() {
    server.close();
  }

  private void addPool(String id) throws IOException {
    client.poolOperations().createPool(new PoolAddParameter().withId(id).withVmSize("small"));
  }

  @Test
  void aPoolIsCreatedReadAndDeleted() throws IOException {
    addPool("p");

    assertThat(client.poolOperations().existsPool("p")).isTrue();
    assertThat(client.poolOperations().getPool("p").vmSize()).isEqualTo("small");
    client.poolOperations().resizePool("p", 1, 0);
    client.poolOperations().deletePool("p");
    assertThat(client.poolOperations().existsPool("p")).isFalse();
  }

  @Test
  void anErrorCarriesItsCode() throws IOException {
    addPool("p");

    BatchErrorException error = catchThrowableOfType(BatchErrorException.class, () -> addPool("p"));

    assertThat(error.response().code()).isEqualTo(409);
    assertThat(error.body().code()).isEqualTo("PoolExists");
    assertThat(error.body().message().value()).startsWith("The specified pool already exists.\n");
  }

  @Test
  void aWrongKeyIsAuthenticationFailed() {
    String other =
        Base64.getEncoder().encodeToString("another key".getBytes(StandardCharsets.UTF_8));

    BatchErrorException error =
        catchThrowableOfType(
            BatchErrorException.class, () -> server.client(other).poolOperations().getPool("p"));

    assertThat(error.response().code()).isEqualTo(403);
    assertThat(error.body().code()).isEqualTo("AuthenticationFailed");
  }

  @Test
  void pagesOfAFilteredListAreFollowedToTheEnd() {
    for (int i = 0; i < 25; i++) {
      String id = "a+b %d&c".formatted(i);
      server.service.tasks.put(
          id,
          FakeBatchService.json(
              "{'id':'%s','state':'%s'}".formatted(id, i % 5 == 0 ? "active" : "completed")));
    }

    List<CloudTask> tasks =
        client
            .protocolLayer()
            .tasks()
            .list(
                "j",
                new TaskListOptions()
                    .withMaxResults(3)
                    .withSelect("id, state")
                    .withFilter("state eq 'completed' and startswith(id,'A+b ')"));

    assertThat(tasks).hasSize(20).extracting(CloudTask::id).doesNotHaveDuplicates();
    assertThat(server.service.calls).hasSize(7);
  }

  @Test
  void detailLevelsReachTheService() throws IOException {
    addPool("p");

    CloudPool pool =
        client
            .poolOperations()
            .getPool("p", new DetailLevel.Builder().withSelectClause("id").build());

    assertThat(pool.id()).isEqualTo("p");
    assertThat(pool.vmSize()).isNull();
    assertThat(pool.state()).isNotEqualTo(PoolState.ACTIVE);
  }

  @Test
  void anUnchangedResourceIsAnsweredWith304() throws IOException {
    addPool("p");
    PoolGetOptions options = new PoolGetOptions().withIfNoneMatch(FakeBatchService.STAMP.eTag());

    assertThatThrownBy(() -> client.protocolLayer().pools().get("p", options))
        .isInstanceOfSatisfying(
            BatchErrorException.class, error -> assertThat(error.response().code()).isEqualTo(304));
  }

  @Test
  void theETagOfAHeadIsSeen() throws IOException {
    addPool("p");

    assertThat(
            client
                .protocolLayer()
                .pools()
                .existsWithServiceResponseAsync("p")
                .toBlocking()
                .single()
                .headers()
                .eTag())
        .isEqualTo(FakeBatchService.STAMP.eTag());
  }

  @Test
  void tasksAreAddedAndTerminated() throws IOException {
    assertThat(
            client
                .protocolLayer()
                .tasks()
                .addCollection(
                    "j", List.of(new TaskAddParameter().withId("t1").withCommandLine("x")))
                .value())
        .singleElement()
        .satisfies(result -> assertThat(result.taskId()).isEqualTo("t1"));
    client.taskOperations().terminateTask("j", "t1");
  }

  @Test
  void filesAndTheirPropertiesAreRead(@TempDir Path directory) throws IOException {
    server.service.file = Files.writeString(directory.resolve("out"), "hello\n");

    FileProperties properties =
        client.fileOperations().getFilePropertiesFromTask("j", "t", "wd/a b.txt");
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    client.fileOperations().getFileFromTask("j", "t", "wd/a b.txt", content);

    assertThat(properties.contentLength()).isEqualTo(6);
    assertThat(properties.fileMode()).isEqualTo("0o100644");
    assertThat(properties.lastModified().toString()).startsWith("2022-09-06T23:45:28");
    assertThat(content).hasToString("hello\n");
  }
}
