package dev.batchline.target.azurebatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tasks of one job behind a service that is not well: it throttles, fails, loses requests and
 * answers, takes part of a collection, and takes no body above a size.
 */
final class FaultyAccount implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern ID = Pattern.compile("id eq '([^']+)'");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final SplittableRandom random;
  private final double faults;
  private final int largestBody;
  private final Map<String, JsonNode> tasks = new HashMap<>();
  private final Set<String> confirmed = new HashSet<>();
  private final List<String> offeredAgain = new ArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();
  private int throttledCalls;

  /**
   * @param faults of all calls, as a share of 1
   * @param largestBody in bytes
   */
  FaultyAccount(long seed, double faults, int largestBody) throws IOException {
    this.random = new SplittableRandom(seed);
    this.faults = faults;
    this.largestBody = largestBody;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** A task of somebody else that has one of our ids. */
  synchronized void addForeign(String id) {
    tasks.put(id, JSON.createObjectNode().put("id", id));
  }

  synchronized Map<String, JsonNode> tasks() {
    return Map.copyOf(tasks);
  }

  /** Ids that came once more after the client had been told that they are there. */
  synchronized List<String> offeredAgain() {
    return List.copyOf(offeredAgain);
  }

  /** Asks the next so many calls to come back after a second. */
  synchronized void throttle(int calls) {
    throttledCalls = calls;
  }

  int calls() {
    return calls.get();
  }

  private void serve(HttpExchange exchange) throws IOException {
    calls.incrementAndGet();
    byte[] body = exchange.getRequestBody().readAllBytes();
    Optional<Reply> reply;
    synchronized (this) {
      reply = reply(exchange, body);
    }
    if (reply.isEmpty()) {
      exchange.close();
      return;
    }
    byte[] content = JSON.writeValueAsBytes(reply.get().json());
    exchange.getResponseHeaders().set("Content-Type", "application/json;odata=minimalmetadata");
    reply
        .get()
        .retryAfter()
        .ifPresent(wait -> exchange.getResponseHeaders().set("Retry-After", wait));
    exchange.sendResponseHeaders(reply.get().status(), content.length);
    exchange.getResponseBody().write(content);
    exchange.close();
  }

  private record Reply(int status, JsonNode json, Optional<String> retryAfter) {}

  /** Nothing where the connection breaks. */
  private Optional<Reply> reply(HttpExchange exchange, byte[] body) throws IOException {
    if (throttledCalls > 0) {
      throttledCalls--;
      return Optional.of(error(429, "TooManyRequests", Optional.of("1")));
    }
    if (random.nextDouble() < faults) {
      return switch (random.nextInt(5)) {
        case 0 -> Optional.empty();
        case 1 -> Optional.of(error(429, "TooManyRequests", Optional.of("1")));
        case 2 -> Optional.of(error(503, "ServerBusy", Optional.of("2")));
        case 3 -> Optional.of(error(500, "InternalError", Optional.empty()));
        default -> {
          answer(exchange, body, false);
          yield Optional.empty();
        }
      };
    }
    return Optional.of(answer(exchange, body, true));
  }

  private Reply answer(HttpExchange exchange, byte[] body, boolean arrives) throws IOException {
    if (exchange.getRequestMethod().equals("GET")) {
      return new Reply(200, listed(exchange.getRequestURI()), Optional.empty());
    }
    if (body.length > largestBody) {
      return error(413, "RequestBodyTooLarge", Optional.empty());
    }
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode results = answer.putArray("value");
    for (JsonNode task : JSON.readTree(body).get("value")) {
      results.insert(random.nextInt(results.size() + 1), added(task, arrives));
    }
    return new Reply(200, answer, Optional.empty());
  }

  private ObjectNode added(JsonNode task, boolean arrives) {
    String id = task.get("id").asText();
    if (confirmed.contains(id)) {
      offeredAgain.add(id);
    }
    ObjectNode result = JSON.createObjectNode().put("taskId", id);
    if (random.nextDouble() < faults) {
      return result.put("status", "servererror").set("error", reason("ServerBusy"));
    }
    if (tasks.putIfAbsent(id, task) != null) {
      return result.put("status", "clienterror").set("error", reason("TaskExists"));
    }
    if (arrives) {
      confirmed.add(id);
    }
    return result.put("status", "success");
  }

  private ObjectNode listed(URI uri) {
    ObjectNode page = JSON.createObjectNode();
    ArrayNode found = page.putArray("value");
    Matcher ids = ID.matcher(uri.getQuery());
    while (ids.find()) {
      Optional.ofNullable(tasks.get(ids.group(1))).ifPresent(found::add);
    }
    return page;
  }

  private static Reply error(int status, String code, Optional<String> retryAfter) {
    return new Reply(status, reason(code), retryAfter);
  }

  private static ObjectNode reason(String code) {
    ObjectNode error = JSON.createObjectNode().put("code", code);
    error.putObject("message").put("lang", "en-us").put("value", "What happened.");
    return error;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
