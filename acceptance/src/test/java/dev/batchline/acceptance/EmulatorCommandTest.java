package dev.batchline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.acceptance.Batchline.Result;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emulator by itself, in the background. */
class EmulatorCommandTest {

  @TempDir Path directory;

  @BeforeAll
  static void requireNode() {
    Batchline.requireNode();
  }

  @AfterEach
  void stop() throws Exception {
    batchline().run("emulator", "stop");
    assertThat(Batchline.processesNaming(Batchline.home().toString())).isEmpty();
  }

  @Test
  void itRunsUntilItIsStopped() throws Exception {
    assertThat(batchline().run("emulator", "status").exitCode()).isEqualTo(1);

    Result start = batchline().run("emulator", "start", "--output", "json");
    assertThat(start.exitCode()).as(start.err()).isZero();
    JsonNode settings = start.json();
    assertThat(answer(settings.path("AZURE_BATCH_ENDPOINT").asText() + "/pools")).isEqualTo(401);

    Result again = batchline().run("emulator", "start", "--output", "env");
    assertThat(again.exitCode()).isZero();
    assertThat(again.err()).contains("runs already");
    assertThat(again.out())
        .contains("export AZURE_BATCH_ENDPOINT='" + settings.path("AZURE_BATCH_ENDPOINT").asText())
        .contains("export AZURE_STORAGE_CONNECTION_STRING='");
    assertThat(batchline().run("emulator", "status").exitCode()).isZero();

    assertThat(batchline().run("emulator", "stop").exitCode()).isZero();
    assertThat(batchline().run("emulator", "status").exitCode()).isEqualTo(1);
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      Result start = batchline().run("emulator", "start", "--port", port);

      assertThat(start.exitCode()).isEqualTo(2);
      assertThat(start.err()).contains(port).doesNotContain("\tat ");
    }
  }

  @Test
  void aStateFileThatAKilledEmulatorLeftIsNoHindrance() throws Exception {
    JsonNode first = batchline().run("emulator", "start", "--output", "json").json();
    JsonNode status = batchline().run("emulator", "status", "--output", "json").json();
    ProcessHandle process = ProcessHandle.of(status.path("process").asLong()).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();

    assertThat(batchline().run("emulator", "status").exitCode()).isEqualTo(1);
    Result second = batchline().run("emulator", "start", "--output", "json");
    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(second.json()).isNotEqualTo(first);
  }

  @Test
  void onlyTheOwnerReadsTheState() throws Exception {
    batchline().run("emulator", "start");

    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(Batchline.home().resolve("emulator/state.json"))))
        .isEqualTo("rw-------");
  }

  private Batchline batchline() {
    return new Batchline(directory);
  }

  private static int answer(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url + "?api-version=2024-07-01.20.0")).build(),
            BodyHandlers.discarding())
        .statusCode();
  }
}
