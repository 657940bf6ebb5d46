package dev.batchline.emulator.page;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionTimeoutException;

/** A tab of {@link Chromium}: what a person does with a page, and what the page complains about. */
final class Tab implements WebSocket.Listener, AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger number = new AtomicInteger();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final StringBuilder message = new StringBuilder();
  private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();

  /**
   * @param target what the browser answered when the tab was made
   */
  static Tab open(HttpClient http, String target) throws IOException {
    Tab tab = new Tab();
    String address = JSON.readTree(target).path("webSocketDebuggerUrl").asText();
    tab.socket.complete(http.newWebSocketBuilder().buildAsync(URI.create(address), tab).join());
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      tab.call(domain + ".enable", JSON.createObjectNode());
    }
    tab.size(1280, 900);
    return tab;
  }

  void visit(String url) {
    call("Page.navigate", JSON.createObjectNode().put("url", url));
    until("document.readyState === 'complete' && location.href === '" + url + "'");
  }

  /** What an expression is in the page. */
  JsonNode value(String expression) {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            JSON.createObjectNode().put("expression", expression).put("returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.path("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  String text(String selector) {
    return value(
            "[...document.querySelectorAll('%s')].map(e => e.innerText).join('\\n')"
                .formatted(selector))
        .asText();
  }

  int count(String selector) {
    return value("document.querySelectorAll('" + selector + "').length").asInt();
  }

  /** Waits until an expression holds in the page, which may be another one by then. */
  void until(String expression) {
    String safe = "(() => { try { return " + expression + " } catch { return false } })()";
    try {
      await(expression)
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .ignoreException(IllegalStateException.class)
          .until(() -> value(safe).asBoolean());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("the page shows instead:\n" + text("body"), e);
    }
  }

  void click(String selector) {
    value("document.querySelector('" + selector + "').click()");
  }

  /** Presses a key, as {@code KeyboardEvent.key} calls it. */
  void press(String key, int code) {
    for (String type : List.of("rawKeyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          JSON.createObjectNode()
              .put("type", type)
              .put("key", key)
              .put("code", key)
              .put("windowsVirtualKeyCode", code));
    }
  }

  void size(int width, int height) {
    call(
        "Emulation.setDeviceMetricsOverride",
        JSON.createObjectNode()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
  }

  void prefer(String colours) {
    ObjectNode parameters = JSON.createObjectNode();
    parameters
        .putArray("features")
        .addObject()
        .put("name", "prefers-color-scheme")
        .put("value", colours);
    call("Emulation.setEmulatedMedia", parameters);
  }

  void screenshot(Path to) throws IOException {
    JsonNode picture = call("Page.captureScreenshot", JSON.createObjectNode());
    Files.write(to, Base64.getDecoder().decode(picture.path("data").asText()));
  }

  /** Errors of scripts, of the content security policy, and of what could not be loaded. */
  List<String> complaints() {
    return complaints;
  }

  /** Forgets the complaints so far, which were to be expected. */
  void forgetComplaints() {
    complaints.clear();
  }

  /** The addresses of all that was asked for. */
  List<String> requests() {
    return requests;
  }

  private JsonNode call(String method, ObjectNode parameters) {
    int id = number.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    ObjectNode request = JSON.createObjectNode().put("id", id).put("method", method);
    request.set("params", parameters);
    socket.join().sendText(request.toString(), true).join();
    JsonNode answered = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    if (answered.has("error")) {
      throw new IllegalStateException(method + ": " + answered.path("error"));
    }
    return answered.path("result");
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    message.append(data);
    if (last) {
      String whole = message.toString();
      message.setLength(0);
      receive(whole);
    }
    from.request(1);
    return CompletableFuture.completedStage(null);
  }

  private void receive(String text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    CompletableFuture<JsonNode> answer = waiting.remove(json.path("id").asInt());
    if (answer != null) {
      answer.complete(json);
      return;
    }
    JsonNode event = json.path("params");
    switch (json.path("method").asText()) {
      case "Runtime.exceptionThrown" -> complaints.add(event.path("exceptionDetails").toString());
      case "Log.entryAdded" -> complaints.add(event.path("entry").toString());
      case "Runtime.consoleAPICalled" -> complaints.add(event.path("args").toString());
      case "Network.requestWillBeSent" -> requests.add(event.at("/request/url").asText());
      default -> {
        // Other events are of no interest.
      }
    }
  }

  @Override
  public void close() {
    socket.join().abort();
  }
}
