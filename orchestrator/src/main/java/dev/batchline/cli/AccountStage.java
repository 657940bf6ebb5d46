package dev.batchline.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Answers like a Storage account that takes everything, lists nothing but one output, and a Batch
 * account that takes tasks and knows of nothing.
 */
final class AccountStage implements AutoCloseable {

  /** Large enough to be sent in blocks and fetched in ranges. */
  static final int OUTPUT_SIZE = 9_000_000;

  /** Below it is Storage. */
  private static final String STORAGE = "/rehearsal";

  private static final String KEY = "cmVoZWFyc2Fs";
  private static final String NUMBER = "00000000-0000-0000-0000-000000000000";
  private static final Map<String, String> HEADERS =
      Map.of(
          "ETag", "\"0x8DE28F1C4A2B3C4\"",
          "Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT",
          "request-id", NUMBER,
          "x-ms-blob-append-offset", "0",
          "x-ms-blob-committed-block-count", "1",
          "x-ms-lease-id", NUMBER,
          "x-ms-request-server-encrypted", "true",
          "x-ms-version", "2025-07-05");

  private static final String OUTPUT =
      "<Blob><Name>output/task/large</Name><Properties><Content-Length>%d</Content-Length>"
          + "<Last-Modified>Thu, 01 Jan 2026 00:00:00 GMT</Last-Modified>"
          + "<BlobType>BlockBlob</BlobType></Properties></Blob>";
  private static final Pattern TASK = Pattern.compile("\\{\"id\":\"([^\"]+)\"");

  /** Those that are sent whole or appended to, by path. */
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();

  private final ExecutorService executor = Executors.newFixedThreadPool(8);
  private final HttpServer server;

  private AccountStage(HttpServer server) {
    this.server = server;
  }

  static AccountStage open() throws IOException {
    AccountStage stage =
        new AccountStage(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    stage.server.setExecutor(stage.executor);
    stage.server.createContext("/", stage::answer);
    stage.server.start();
    return stage;
  }

  /** What leads a command here. */
  Map<String, String> environment() {
    String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
    return Map.of(
        "AZURE_BATCH_ACCOUNT",
        "rehearsal",
        "AZURE_BATCH_ENDPOINT",
        endpoint,
        "AZURE_BATCH_ACCESS_KEY",
        KEY,
        "AZURE_STORAGE_CONNECTION_STRING",
        "AccountName=rehearsal;AccountKey=" + KEY + ";BlobEndpoint=" + endpoint + STORAGE);
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      HEADERS.forEach(exchange.getResponseHeaders()::set);
      switch (exchange.getRequestMethod()) {
        case "PUT" -> {
          keep(path, query, body);
          exchange.sendResponseHeaders(changes(exchange, query) ? 200 : 201, -1);
        }
        case "POST" -> {
          if (path.endsWith("/addtaskcollection")) {
            send(exchange, 200, added(new String(body, StandardCharsets.UTF_8)));
          } else {
            exchange.sendResponseHeaders(201, -1);
          }
        }
        default -> read(exchange, path, query);
      }
    }
  }

  private void keep(String path, String query, byte[] body) {
    if (query.contains("comp=appendblock")) {
      blobs.merge(path, body, AccountStage::joined);
    } else if (!query.contains("comp=")) {
      blobs.put(path, body);
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** Whether what there is is changed, and nothing made. */
  private static boolean changes(HttpExchange exchange, String query) {
    String lease = exchange.getRequestHeaders().getFirst("x-ms-lease-action");
    return query.contains("comp=metadata") || (lease != null && !lease.equals("acquire"));
  }

  private static String added(String tasks) {
    return TASK.matcher(tasks)
        .results()
        .map((MatchResult task) -> "{\"status\":\"Success\",\"taskId\":\"" + task.group(1) + "\"}")
        .collect(Collectors.joining(",", "{\"value\":[", "]}"));
  }

  private void read(HttpExchange exchange, String path, String query) throws IOException {
    String range = String.valueOf(exchange.getRequestHeaders().getFirst("x-ms-range"));
    byte[] blob = blobs.get(path);
    if (query.contains("comp=list")) {
      send(exchange, 200, listing(query));
    } else if (blob != null) {
      sendBlob(exchange, blob);
    } else if (range.startsWith("bytes=")) {
      sendPart(exchange, range.substring("bytes=".length()));
    } else {
      exchange.getResponseHeaders().set("x-ms-error-code", "BlobNotFound");
      exchange.sendResponseHeaders(404, -1);
    }
  }

  private static String listing(String query) {
    return "<EnumerationResults><Blobs>"
        + (query.contains("prefix=output") ? OUTPUT.formatted(OUTPUT_SIZE) : "")
        + "</Blobs><NextMarker/></EnumerationResults>";
  }

  private static void sendBlob(HttpExchange exchange, byte[] blob) throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head || blob.length == 0) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(blob.length));
      exchange.sendResponseHeaders(200, -1);
    } else {
      exchange.sendResponseHeaders(200, blob.length);
      exchange.getResponseBody().write(blob);
    }
  }

  private static void sendPart(HttpExchange exchange, String range) throws IOException {
    String[] ends = range.split("-", 2);
    if (ends[1].isEmpty()) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    int length = (int) (Long.parseLong(ends[1]) - Long.parseLong(ends[0])) + 1;
    exchange.getResponseHeaders().add("Content-Range", "bytes " + range + "/" + OUTPUT_SIZE);
    exchange.sendResponseHeaders(206, length);
    exchange.getResponseBody().write(new byte[length]);
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    String type = text.startsWith("{") ? "application/json" : "application/xml";
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
