package dev.batchline.cli.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The control endpoints of an emulator that runs: faults and quotas. */
public final class EmulatorControl implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final MediaType TYPE = MediaType.get("application/json");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final URI endpoint;
  private final Secret key;
  private final OkHttpClient http =
      new OkHttpClient.Builder().callTimeout(PATIENCE).followRedirects(false).build();

  /**
   * @param endpoint of the emulated Batch account
   * @param key of that account
   */
  public EmulatorControl(URI endpoint, Secret key) {
    this.endpoint = endpoint;
    this.key = key;
  }

  public JsonNode get(String action, String path) {
    return exchange(action, "GET", path, null);
  }

  public JsonNode delete(String action, String path) {
    return exchange(action, "DELETE", path, null);
  }

  /** Sends a JSON object. */
  public JsonNode send(String action, String verb, String path, JsonNode body) {
    return exchange(action, verb, path, RequestBody.create(body.toString(), TYPE));
  }

  private JsonNode exchange(String action, String verb, String path, @Nullable RequestBody body) {
    Request request =
        new Request.Builder()
            .url(endpoint + path)
            .header("Authorization", "AccountKey " + key.reveal())
            .method(verb, body)
            .build();
    try (Response response = http.newCall(request).execute()) {
      JsonNode answer = read(response.body().string());
      if (!response.isSuccessful()) {
        throw refused(action, response.code(), answer);
      }
      return answer;
    } catch (IOException e) {
      throw new RunException(
          Blame.SERVICE,
          action,
          "no emulator answers at " + endpoint + ": " + e.getMessage(),
          "Start one with \"batchline emulator start\", or name another with --endpoint.",
          e);
    }
  }

  private static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }

  private RunException refused(String action, int status, JsonNode answer) {
    String said = answer.path("error").asText();
    return switch (status) {
      case 400, 404, 409 ->
          new RunException(
              Blame.USER, action, said.isEmpty() ? endpoint + " is no emulator of ours" : said, "");
      case 401, 403 ->
          new RunException(
              Blame.USER,
              action,
              "the key is not that of the emulator at " + endpoint,
              "Set AZURE_BATCH_ACCESS_KEY to the one that it was started with.");
      default ->
          new RunException(
              Blame.SERVICE, action, endpoint + " answered with HTTP status " + status, "");
    };
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
