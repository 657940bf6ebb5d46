package dev.batchline.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * A Batch account that is a given time away and runs nothing: tasks end as soon as they are there,
 * or some seconds later.
 *
 * <p>It answers every call after exactly that time, however busy the client makes it, and serves so
 * many calls at once: so the ideal time of a client is known, and what is measured is the client
 * and no service. It counts distinct tasks, because one that was lost would be time saved.
 *
 * <p>usage: DistantBatch MILLISECONDS CONNECTIONS [FAILING [SECONDS]]; of a hundred attempts so
 * many fail, and each takes so long. It prints its address, and for each line read from standard
 * input how many tasks there are, how many calls there were since the last line, how many
 * milliseconds passed from the first to the last that added tasks, and how many there were of each
 * kind. A line that says {@code keep} keeps the tasks, any other one makes it forget them. It ends
 * when the input does.
 */
public final class DistantBatch {

  private final Duration distance;
  private final Semaphore served;
  private final EndedTasks tasks;
  private final BatchAnswers answers;
  private final Map<String, Integer> calls = new TreeMap<>();

  private long addingFrom;
  private long addingTo;

  private DistantBatch(Duration distance, int connections, int failing, Duration takes) {
    this.distance = distance;
    this.tasks = new EndedTasks(takes);
    this.answers = new BatchAnswers(tasks, failing);
    this.served = new Semaphore(connections);
  }

  public static void main(String[] arguments) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    DistantBatch batch =
        new DistantBatch(
            Duration.ofMillis(Integer.parseInt(arguments[0])),
            Integer.parseInt(arguments[1]),
            arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0,
            Duration.ofSeconds(arguments.length > 3 ? Integer.parseInt(arguments[3]) : 0));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    ExecutorService threads = Executors.newFixedThreadPool(256);
    server.setExecutor(threads);
    server.createContext("/", batch::serve);
    server.start();
    System.out.println("http://127.0.0.1:" + server.getAddress().getPort());
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println(batch.report(line.equals("keep")));
    }
    server.stop(0);
    threads.shutdownNow();
  }

  private String report(boolean keep) {
    synchronized (calls) {
      int all = calls.values().stream().mapToInt(Integer::intValue).sum();
      long adding = Duration.ofNanos(addingTo - addingFrom).toMillis();
      String report = tasks.count() + " " + all + " " + adding + " " + calls;
      if (!keep) {
        tasks.clear();
      }
      calls.clear();
      addingFrom = 0;
      addingTo = 0;
      return report;
    }
  }

  private void count(String operation, long from, long to) {
    synchronized (calls) {
      calls.merge(operation, 1, Integer::sum);
      if (operation.endsWith("/addtaskcollection")) {
        addingFrom = addingFrom == 0 ? from : addingFrom;
        addingTo = to;
      }
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      served.acquireUninterruptibly();
      try {
        long due = System.nanoTime() + distance.toNanos();
        BatchAnswers.Answer answer =
            answers.to(
                exchange.getRequestMethod(),
                URI.create("http://" + exchange.getRequestHeaders().getFirst("Host"))
                    .resolve(exchange.getRequestURI()),
                exchange.getRequestBody().readAllBytes());
        count(answer.operation(), due - distance.toNanos(), due);
        LockSupport.parkNanos(due - System.nanoTime());
        exchange.getResponseHeaders().set("Content-Type", "application/json;odata=minimalmetadata");
        byte[] body = answer.body();
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
      } finally {
        served.release();
      }
    }
  }
}
