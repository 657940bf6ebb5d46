package dev.batchline.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers like an Azure Storage that takes everything, keeps nothing and has one output. */
final class StorageStage implements AutoCloseable {

  /** Large enough to be sent in blocks and fetched in ranges. */
  static final int OUTPUT_SIZE = 9_000_000;

  private static final String OUTPUT =
      "<Blob><Name>output/task/large</Name><Properties><Content-Length>%d</Content-Length>"
          + "<Last-Modified>Thu, 01 Jan 2026 00:00:00 GMT</Last-Modified>"
          + "<BlobType>BlockBlob</BlobType></Properties></Blob>";

  private final HttpServer server;
  private final ExecutorService executor;

  private StorageStage(HttpServer server, ExecutorService executor) {
    this.server = server;
    this.executor = executor;
  }

  static StorageStage open() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService executor = Executors.newFixedThreadPool(4);
    server.setExecutor(executor);
    server.createContext("/", StorageStage::answer);
    server.start();
    return new StorageStage(server, executor);
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().add("ETag", "\"0x1\"");
      exchange.getResponseHeaders().add("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      String range = String.valueOf(exchange.getRequestHeaders().getFirst("x-ms-range"));
      switch (exchange.getRequestMethod()) {
        case "PUT" -> exchange.sendResponseHeaders(201, -1);
        case "HEAD" -> {
          exchange.getResponseHeaders().add("x-ms-error-code", "BlobNotFound");
          exchange.sendResponseHeaders(404, -1);
        }
        default -> {
          if (query.contains("comp=list")) {
            send(exchange, 200, listing(query));
          } else if (range.startsWith("bytes=")) {
            sendPart(exchange, range.substring("bytes=".length()));
          } else {
            send(exchange, 404, "<Error><Code>BlobNotFound</Code><Message/></Error>");
          }
        }
      }
    }
  }

  private static String listing(String query) {
    return "<EnumerationResults><Blobs>"
        + (query.contains("prefix=output") ? OUTPUT.formatted(OUTPUT_SIZE) : "")
        + "</Blobs><NextMarker/></EnumerationResults>";
  }

  private static void sendPart(HttpExchange exchange, String range) throws IOException {
    String[] ends = range.split("-", 2);
    int length = (int) (Long.parseLong(ends[1]) - Long.parseLong(ends[0])) + 1;
    exchange.getResponseHeaders().add("Content-Range", "bytes " + range + "/" + OUTPUT_SIZE);
    exchange.sendResponseHeaders(206, length);
    exchange.getResponseBody().write(new byte[length]);
  }

  private static void send(HttpExchange exchange, int status, String xml) throws IOException {
    byte[] body = xml.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/xml");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
