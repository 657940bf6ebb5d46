package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchline.emulator.http.AccountKey;
import dev.batchline.emulator.http.EmulatorServer;
import dev.batchline.emulator.http.Extras;
import dev.batchline.emulator.http.HttpSettings;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.model.Quotas;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/**
 * An account behind real HTTP whose time passes when the test says so, and whose commands end as
 * the test says. It can begin anew, because starting a server takes longer than a replay.
 */
final class ReplayedAccount implements AutoCloseable {

  private static final String ACCOUNT = "account";
  private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
  private static final String TOKEN =
      "Bearer " + part("{\"alg\":\"none\"}") + "." + part("{}") + ".x";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Emulated emulated;
  private Path directory;
  private final EmulatorServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * @param directory for the files of nodes
   */
  ReplayedAccount(Path directory) throws IOException {
    this.directory = directory;
    emulated = emulated();
    server =
        EmulatorServer.start(
            new HttpSettings(0, new AccountKey(ACCOUNT, KEY), Set.of()),
            this::answer,
            Extras.NONE,
            emulated.time);
  }

  private Emulated emulated() {
    return new Emulated(new EngineSettings(ACCOUNT, this::url, Quotas.DEFAULT), directory);
  }

  /** Forgets all that is in the account. */
  synchronized void begin(Path newDirectory) {
    directory = newDirectory;
    emulated = emulated();
  }

  /** Lets time pass. */
  synchronized void pass(Duration duration) {
    emulated.pass(duration);
  }

  /** What runs on nodes. */
  synchronized FakeNodeRuntime runtime() {
    return emulated.runtime;
  }

  private static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  String url() {
    return "http://127.0.0.1:" + server.port();
  }

  Path directory() {
    return directory;
  }

  private synchronized Answer answer(Call call) {
    emulated.drain();
    Answer answer = emulated.core.handle(call).render();
    emulated.drain();
    return answer;
  }

  /** Sends a request as it is, with credentials of this account. */
  HttpResponse<String> send(String method, String pathAndQuery, JsonNode body)
      throws IOException, InterruptedException {
    return send(method, pathAndQuery, Map.of(), body);
  }

  /** Sends a request with more headers than every request has. */
  HttpResponse<String> send(
      String method, String pathAndQuery, Map<String, String> headers, JsonNode body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + pathAndQuery))
            .header("Authorization", TOKEN)
            .header("Content-Type", "application/json; odata=minimalmetadata; charset=utf-8")
            .method(
                method,
                body.isContainerNode()
                    ? BodyPublishers.ofString(body.toString())
                    : BodyPublishers.noBody());
    headers.forEach(request::header);
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** Asks with the newest version, beside what is replayed; missing when there is none. */
  JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send("GET", path + "?api-version=2024-07-01.20.0", JSON.missingNode());
    return answer.statusCode() == 200 ? JSON.readTree(answer.body()) : JSON.missingNode();
  }

  /** Does something beside what is replayed; false when it is refused. */
  boolean post(String path, String body) throws IOException, InterruptedException {
    return send("POST", path + "?api-version=2024-07-01.20.0", JSON.readTree(body)).statusCode()
        < 300;
  }

  @Override
  public void close() {
    server.close();
  }
}
