package dev.batchline.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.emulator.http.AccountKey;
import dev.batchline.emulator.http.HttpSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Breaking nodes over HTTP; what follows from it is in the tests of the engine. */
class NodeFaultsTest {

  private static final String KEY = RunCommand.DEVELOPMENT_KEY;

  @TempDir private Path directory;
  private final OkHttpClient http = new OkHttpClient();
  private Emulator emulator;

  @BeforeEach
  void start() throws IOException {
    HttpSettings settings = new HttpSettings(0, new AccountKey("batchline", KEY), Set.of());
    emulator = Emulator.start(new EmulatorSettings(settings, directory, 1000));
  }

  @AfterEach
  void stop() {
    emulator.close();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private String post(String key, String body) throws IOException {
    Request request =
        new Request.Builder()
            .url(emulator.endpoint() + "/control/nodes")
            .header("Authorization", "AccountKey " + key)
            .post(RequestBody.create(body.replace('\'', '"'), null))
            .build();
    try (Response response = http.newCall(request).execute()) {
      return response.code() + " " + response.body().string();
    }
  }

  @Test
  void theRefusalsOfTheEngineReachWhoAsked() throws IOException {
    assertThat(post(KEY, "{'fault':'preempt','poolId':'none','nodeId':'n'}"))
        .isEqualTo("404 {\"error\":\"PoolNotFound: The specified pool does not exist.\"}");
    assertThat(post(KEY, "{'fault':'explode','poolId':'none','nodeId':'n'}"))
        .startsWith("400 ")
        .contains("preempt or unusable");
  }

  @Test
  void onlyWhoKnowsTheKeyMayBreakNodes() throws IOException {
    assertThat(post("d3Jvbmc=", "{'fault':'preempt','poolId':'p','nodeId':'n'}"))
        .startsWith("403 ");
  }
}
