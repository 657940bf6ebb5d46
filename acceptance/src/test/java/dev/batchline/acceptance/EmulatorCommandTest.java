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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emulator by itself, in the background. */
class EmulatorCommandTest {

  @TempDir Path directory;

  @BeforeAll
  static void requireNode() throws Exception {
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
  void faultsAndQuotasAreSetAtTheStartAndChangedWhileItRuns() throws Exception {
    Result wrong = batchline().run("emulator", "start", "--faults", "calm");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("neither a profile (chaos,");

    Result start =
        batchline()
            .run("emulator", "start", "--faults", "chaos", "--seed", "7", "--core-quota", "8");
    assertThat(start.exitCode()).as(start.err()).isZero();
    assertThat(json("quota").path("dedicatedCoreQuota").asInt()).isEqualTo(8);
    JsonNode chaos = json("fault", "list");
    assertThat(chaos.path("seed").asInt()).isEqualTo(7);

    JsonNode added =
        json("fault", "add", "throttle", "--operation", "Pool_List", "--retry-after", "PT3S");
    int id = added.path("rules").path(added.path("rules").size() - 1).path("id").asInt();
    assertThat(id).isEqualTo(chaos.path("rules").size() + 1);
    assertThat(json("fault", "clear", Integer.toString(id))).isEqualTo(chaos);
    assertThat(json("fault", "clear").path("rules")).isEmpty();
    assertThat(json("quota", "--pool-quota", "1").path("poolQuota").asInt()).isEqualTo(1);
    Result refused = batchline().run("emulator", "fault", "add", "throttle", "--times", "-1");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("times must be 1 or more");
  }

  private JsonNode json(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("emulator"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--output", "json"));
    Result result = batchline().run(all.toArray(String[]::new));
    assertThat(result.exitCode()).as(result.err()).isZero();
    return result.json();
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
