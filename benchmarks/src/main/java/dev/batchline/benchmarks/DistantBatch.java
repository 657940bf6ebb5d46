package dev.batchline.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A Batch account that is a given time away and does nothing but take tasks.
 *
 * <p>It answers every call after exactly that time, however busy the client makes it, and serves so
 * many calls at once: so the ideal time of a client is known, and what is measured is the client
 * and no service. It counts distinct tasks, because one that was lost would be time saved.
 *
 * <p>usage: DistantBatch MILLISECONDS CONNECTIONS; prints its address, and for each line read from
 * standard input how many distinct tasks and calls there were since the last, until the input ends.
 */
public final class DistantBatch {

  private static final JsonFactory JSON = new JsonFactory();

  private final Duration distance;
  private final Semaphore served;
  private final ConcurrentHashMap<String, Boolean> tasks = new ConcurrentHashMap<>();
  private final AtomicInteger calls = new AtomicInteger();

  private DistantBatch(Duration distance, int connections) {
    this.distance = distance;
    this.served = new Semaphore(connections);
  }

  public static void main(String[] arguments) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    DistantBatch batch =
        new DistantBatch(
            Duration.ofMillis(Integer.parseInt(arguments[0])), Integer.parseInt(arguments[1]));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    ExecutorService threads = Executors.newFixedThreadPool(256);
    server.setExecutor(threads);
    server.createContext("/", batch::answer);
    server.start();
    System.out.println("http://127.0.0.1:" + server.getAddress().getPort());
    int line = System.in.read();
    while (line >= 0) {
      if (line == '\n') {
        System.out.println(batch.tasks.size() + " " + batch.calls.getAndSet(0));
        batch.tasks.clear();
      }
      line = System.in.read();
    }
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      served.acquireUninterruptibly();
      try {
        long due = System.nanoTime() + distance.toNanos();
        byte[] request = exchange.getRequestBody().readAllBytes();
        byte[] body = answer(exchange.getRequestURI().getPath(), request);
        calls.incrementAndGet();
        LockSupport.parkNanos(due - System.nanoTime());
        exchange.getResponseHeaders().set("Content-Type", "application/json;odata=minimalmetadata");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      } finally {
        served.release();
      }
    }
  }

  private byte[] answer(String path, byte[] request) throws IOException {
    List<String> ids = path.endsWith("/addtaskcollection") ? ids(request) : List.of();
    ids.forEach(id -> tasks.put(id, true));
    ByteArrayOutputStream body = new ByteArrayOutputStream(200 * ids.size() + 20);
    try (JsonGenerator json = JSON.createGenerator(body)) {
      json.writeStartObject();
      json.writeArrayFieldStart("value");
      for (String id : ids) {
        json.writeStartObject();
        json.writeStringField("status", "Success");
        json.writeStringField("taskId", id);
        json.writeStringField("eTag", "0x8DE28F1C4A2B3C4");
        json.writeStringField("lastModified", "2026-11-21T06:00:00.0000000Z");
        json.writeStringField("location", "http://127.0.0.1" + path + "/" + id);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return body.toByteArray();
  }

  /** The ids of the tasks in a collection, which are at the third level of its braces. */
  private static List<String> ids(byte[] request) throws IOException {
    List<String> ids = new ArrayList<>(100);
    int depth = 0;
    try (JsonParser json = JSON.createParser(request)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        } else if (depth == 3 && token == JsonToken.FIELD_NAME && "id".equals(json.currentName())) {
          ids.add(json.nextTextValue());
        }
      }
    }
    return ids;
  }
}
