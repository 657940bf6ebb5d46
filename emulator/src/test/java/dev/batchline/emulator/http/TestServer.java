package dev.batchline.emulator.http;

import com.microsoft.azure.batch.BatchClient;
import com.microsoft.azure.batch.auth.BatchSharedKeyCredentials;
import dev.batchline.emulator.control.FaultControl;
import dev.batchline.emulator.control.FaultsEndpoint;
import dev.batchline.emulator.fault.FaultPlan;
import dev.batchline.emulator.time.WallTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** A server over the fake service, and the ways to talk to it. */
final class TestServer implements AutoCloseable {

  static final String VERSION = "api-version=2024-07-01.20.0";
  static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
  static final String TOKEN = "Bearer " + part("{\"alg\":\"none\"}") + "." + part("{}") + ".x";

  final FakeBatchService service = new FakeBatchService();
  final OkHttpClient http = new OkHttpClient();
  private final EmulatorServer server;

  TestServer() {
    AccountKey key = new AccountKey("batchline", KEY);
    WallTime time = WallTime.real();
    FaultPlan faults = new FaultPlan(time::now);
    FaultControl control = new FaultControl(faults, time::now);
    try {
      server =
          EmulatorServer.start(
              new HttpSettings(0, key, Set.of("emulator.test")),
              service,
              new Extras(List.of(new FaultsEndpoint(key, control)), faults),
              time);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  int port() {
    return server.port();
  }

  String base() {
    return "http://127.0.0.1:" + server.port();
  }

  BatchClient client(String key) {
    return BatchClient.open(new BatchSharedKeyCredentials(base(), "batchline", key));
  }

  Response get(String pathAndQuery) throws IOException {
    return send(new Request.Builder().url(base() + pathAndQuery));
  }

  Response post(String path, String body) throws IOException {
    return send(
        new Request.Builder()
            .url(base() + path + "?" + VERSION)
            .post(RequestBody.create(body.getBytes(StandardCharsets.UTF_8))));
  }

  /** With a token; the caller sets everything else. */
  Response send(Request.Builder request) throws IOException {
    return http.newCall(request.header("Authorization", TOKEN).build()).execute();
  }

  /** Sends bytes as they are and reads until the server closes the connection. */
  String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
    server.close();
  }
}
