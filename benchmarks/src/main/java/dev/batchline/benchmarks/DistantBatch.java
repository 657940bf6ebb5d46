package dev.batchline.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * A Batch account that is a given time away and runs nothing: tasks end as soon as they are there.
 *
 * <p>It answers every call after exactly that time, however busy the client makes it, and serves so
 * many calls at once: so the ideal time of a client is known, and what is measured is the client
 * and no service. It counts distinct tasks, because one that was lost would be time saved.
 *
 * <p>usage: DistantBatch MILLISECONDS CONNECTIONS; prints its address, and for each line read from
 * standard input how many tasks there are, how many calls there were since the last line, and how
 * many of each kind; then it forgets the tasks. It ends when the input does.
 */
public final class DistantBatch {

  private final Duration distance;
  private final Semaphore served;
  private final EndedTasks tasks = new EndedTasks();
  private final BatchAnswers answers = new BatchAnswers(tasks);
  private final Map<String, Integer> calls = new TreeMap<>();

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
    server.createContext("/", batch::serve);
    server.start();
    System.out.println("http://127.0.0.1:" + server.getAddress().getPort());
    for (int read = System.in.read(); read >= 0; read = System.in.read()) {
      if (read == '\n') {
        System.out.println(batch.report());
      }
    }
    server.stop(0);
    threads.shutdownNow();
  }

  private String report() {
    synchronized (calls) {
      int all = calls.values().stream().mapToInt(Integer::intValue).sum();
      String report = tasks.count() + " " + all + " " + calls;
      tasks.clear();
      calls.clear();
      return report;
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
        synchronized (calls) {
          calls.merge(answer.operation(), 1, Integer::sum);
        }
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
