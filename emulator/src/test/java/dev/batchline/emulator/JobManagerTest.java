package dev.batchline.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.batch.BatchClient;
import com.microsoft.azure.batch.auth.BatchSharedKeyCredentials;
import com.microsoft.azure.batch.protocol.models.AccessScope;
import com.microsoft.azure.batch.protocol.models.AuthenticationTokenSettings;
import com.microsoft.azure.batch.protocol.models.ImageReference;
import com.microsoft.azure.batch.protocol.models.JobAddParameter;
import com.microsoft.azure.batch.protocol.models.JobManagerTask;
import com.microsoft.azure.batch.protocol.models.JobState;
import com.microsoft.azure.batch.protocol.models.PoolAddParameter;
import com.microsoft.azure.batch.protocol.models.PoolInformation;
import com.microsoft.azure.batch.protocol.models.VirtualMachineConfiguration;
import dev.batchline.emulator.http.AccountKey;
import dev.batchline.emulator.http.HttpSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job manager uses the service by its token, as a real process. */
class JobManagerTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String VERSION = "?api-version=2024-07-01.20.0";
  private static final MediaType JSON = MediaType.get("application/json");

  @TempDir private Path directory;
  private final OkHttpClient http = new OkHttpClient();
  private Emulator emulator;
  private BatchClient client;

  @BeforeEach
  void start() throws IOException {
    String key = RunCommand.DEVELOPMENT_KEY;
    HttpSettings settings = new HttpSettings(0, new AccountKey("batchline", key), Set.of());
    emulator = Emulator.start(new EmulatorSettings(settings, directory, 2000));
    client = BatchClient.open(new BatchSharedKeyCredentials(emulator.endpoint(), "batchline", key));
  }

  @AfterEach
  void stop() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
    emulator.close();
  }

  private void addPool() throws IOException {
    client
        .poolOperations()
        .createPool(
            new PoolAddParameter()
                .withId("pool")
                .withVmSize("Standard_D2s_v5")
                .withTargetDedicatedNodes(1)
                .withVirtualMachineConfiguration(
                    new VirtualMachineConfiguration()
                        .withImageReference(
                            new ImageReference()
                                .withPublisher("canonical")
                                .withOffer("o")
                                .withSku("s"))
                        .withNodeAgentSKUId("batch.node.ubuntu 22.04")));
  }

  private void addManagedJob(String script) throws IOException {
    client
        .jobOperations()
        .createJob(
            new JobAddParameter()
                .withId("job")
                .withPoolInfo(new PoolInformation().withPoolId("pool"))
                .withJobManagerTask(
                    new JobManagerTask()
                        .withId("manager")
                        .withCommandLine("/bin/sh -c '" + script + "'")
                        .withAuthenticationTokenSettings(
                            new AuthenticationTokenSettings()
                                .withAccess(List.of(AccessScope.JOB)))));
  }

  private String file(String name) {
    try {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      client.fileOperations().getFileFromTask("job", "manager", name, content);
      return content.toString(StandardCharsets.UTF_8);
    } catch (RuntimeException | IOException notYet) {
      return "";
    }
  }

  private int status(Request.Builder request, String token) throws IOException {
    try (Response response =
        http.newCall(request.header("Authorization", "Bearer " + token).build()).execute()) {
      return response.code();
    }
  }

  private Request.Builder to(String path) {
    return new Request.Builder().url(emulator.endpoint() + path + VERSION);
  }

  @Test
  void itAddsTasksToItsJobAndDoesNothingElse() throws IOException {
    addPool();
    addManagedJob(
        "printf %s \"$AZ_BATCH_AUTHENTICATION_TOKEN\" > token; mv token done;"
            + " while [ -e done ]; do sleep 0.05; done");
    String token = await().atMost(PATIENCE).until(() -> file("wd/done"), text -> !text.isEmpty());

    RequestBody task = RequestBody.create("{\"id\":\"child\",\"commandLine\":\"/bin/true\"}", JSON);
    assertThat(status(to("/jobs/job/tasks").post(task), token)).isEqualTo(201);
    assertThat(status(to("/jobs/JOB/tasks/child"), token)).isEqualTo(200);
    assertThat(status(to("/jobs/job"), token)).isEqualTo(200);
    assertThat(status(to("/jobs/other"), token)).isEqualTo(403);
    assertThat(status(to("/jobs"), token)).isEqualTo(403);
    assertThat(status(to("/pools/pool"), token)).isEqualTo(403);
    assertThat(status(to("/jobs/job"), token + "x")).isEqualTo(401);

    client.fileOperations().deleteFileFromTask("job", "manager", "wd/done");
    await()
        .atMost(PATIENCE)
        .until(() -> client.jobOperations().getJob("job").state() == JobState.COMPLETED);
    assertThat(client.jobOperations().getJob("job").executionInfo().terminateReason())
        .isEqualTo("JMComplete");
  }

  @Test
  void noAnswerNorPageShowsTheToken() throws IOException {
    addPool();
    addManagedJob("printf %s \"$AZ_BATCH_AUTHENTICATION_TOKEN\" > token; mv token done; sleep 60");
    String token = await().atMost(PATIENCE).until(() -> file("wd/done"), text -> !text.isEmpty());

    for (String path : List.of("/jobs/job", "/jobs/job/tasks", "/pools/pool/nodes")) {
      try (Response response =
          http.newCall(to(path).header("Authorization", "Bearer a.b.c").build()).execute()) {
        assertThat(response.code()).as("a token that is none").isEqualTo(401);
      }
      assertThat(read(emulator.endpoint() + path + VERSION, anyToken())).doesNotContain(token);
    }
    assertThat(read(emulator.endpoint() + "/view/jobs/job/tasks/manager", ""))
        .doesNotContain(token);
  }

  private static String anyToken() {
    return "Bearer e30.e30.x"; // {}.{}
  }

  private String read(String url, String authorization) throws IOException {
    Request.Builder request = new Request.Builder().url(url);
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    try (Response response = http.newCall(request.build()).execute()) {
      assertThat(response.code()).as(url).isEqualTo(200);
      return response.body().string();
    }
  }
}
