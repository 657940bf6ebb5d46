package dev.batchline.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills one job of an emulator with tasks that do nothing, has them run, and asks about them.
 *
 * <p>usage: EmulatorLoad ENDPOINT TASKS; prints, one a line: name, number, milliseconds.
 */
public final class EmulatorLoad {

  private static final int PER_CALL = 100;
  private static final int CONNECTIONS = 4;
  private static final int REQUESTS = 20_000;
  private static final Pattern NEXT = Pattern.compile("\"odata.nextLink\":\"([^\"]+)\"");
  private static final Pattern COMPLETED = Pattern.compile("\"completed\":(\\d+)");

  private final URI endpoint;
  private final int tasks;

  private EmulatorLoad(URI endpoint, int tasks) {
    this.endpoint = endpoint;
    this.tasks = tasks;
  }

  public static void main(String[] arguments) throws Exception {
    new EmulatorLoad(URI.create(arguments[0]), Integer.parseInt(arguments[1])).run();
  }

  private void run() throws Exception {
    try (Wire wire = new Wire(endpoint)) {
      prepare(wire);
    }
    measure("added", tasks, this::add);
    // Anew: the emulator closes connections that are idle for long.
    try (Wire wire = new Wire(endpoint)) {
      wire.call("POST", "/jobs/load/enable", "");
      measure("run", tasks, () -> awaitAll(wire));
    }
    measure("asked for", REQUESTS, this::get);
    try (Wire wire = new Wire(endpoint)) {
      String all = "/jobs/load/tasks?$filter=state%20eq%20%27completed%27&$select=id,state";
      measure("listed with a filter", tasks, () -> list(wire, all, tasks));
      String none = "/jobs/load/tasks?$filter=executionInfo/exitCode%20ne%200";
      measure("filtered out", tasks, () -> list(wire, none, 0));
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void measure(String name, int number, Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    System.out.println(name + "\t" + number + "\t" + Math.max(1, millis));
  }

  /** Two nodes with slots enough to keep all cores busy, and a job that doesn't run its tasks. */
  private static void prepare(Wire wire) throws Exception {
    wire.call(
        "POST",
        "/pools",
        "{\"id\":\"load\",\"vmSize\":\"standard_d2s_v5\",\"targetDedicatedNodes\":2,"
            + "\"taskSlotsPerNode\":4,\"virtualMachineConfiguration\":{\"imageReference\":"
            + "{\"publisher\":\"canonical\",\"offer\":\"0001-com-ubuntu-server-jammy\","
            + "\"sku\":\"22_04-lts\"},\"nodeAgentSKUId\":\"batch.node.ubuntu 22.04\"}}");
    wire.call("POST", "/jobs", "{\"id\":\"load\",\"poolInfo\":{\"poolId\":\"load\"}}");
    wire.call("POST", "/jobs/load/disable", "{\"disableTasks\":\"requeue\"}");
    while (wire.call("GET", "/pools/load/nodes?$filter=state%20eq%20%27idle%27", "")
            .split("\"id\":")
            .length
        < 3) {
      Thread.sleep(20);
    }
  }

  private void add() throws Exception {
    AtomicInteger next = new AtomicInteger();
    each(
        wire -> {
          for (int first = next.getAndAdd(PER_CALL);
              first < tasks;
              first = next.getAndAdd(PER_CALL)) {
            StringBuilder body = new StringBuilder("{\"value\":[");
            for (int i = first; i < Math.min(tasks, first + PER_CALL); i++) {
              body.append(i == first ? "" : ",");
              body.append("{\"id\":\"").append(i).append("\",\"commandLine\":\"true\"}");
            }
            wire.call("POST", "/jobs/load/addtaskcollection", body.append("]}").toString());
          }
        });
  }

  private void get() throws Exception {
    AtomicInteger next = new AtomicInteger();
    each(
        wire -> {
          for (int i = next.getAndIncrement(); i < REQUESTS; i = next.getAndIncrement()) {
            wire.call("GET", "/jobs/load/tasks/" + i % tasks, "");
          }
        });
  }

  private void awaitAll(Wire wire) throws Exception {
    while (true) {
      Matcher completed = COMPLETED.matcher(wire.call("GET", "/jobs/load/taskcounts", ""));
      if (completed.find() && Integer.parseInt(completed.group(1)) == tasks) {
        return;
      }
      Thread.sleep(50);
    }
  }

  private static void list(Wire wire, String path, int expected) throws IOException {
    int found = 0;
    String next = path;
    while (!next.isEmpty()) {
      String page = wire.call("GET", next, "");
      found += page.split("\"id\":", -1).length - 1;
      Matcher link = NEXT.matcher(page);
      next = link.find() ? pathOf(link.group(1)) : "";
    }
    if (found != expected) {
      throw new IOException(path + " has " + found + " tasks, and not " + expected);
    }
  }

  /** Of a link to a next page, without the version that each call adds. */
  private static String pathOf(String link) {
    URI uri = URI.create(link);
    String query = uri.getRawQuery().replaceAll("(^|&)api-version=[^&]*", "");
    return uri.getRawPath() + "?" + (query.startsWith("&") ? query.substring(1) : query);
  }

  private interface Part {
    void with(Wire wire) throws IOException;
  }

  /** Does a part of the work on each of a few connections. */
  private void each(Part part) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<Future<?>> parts = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        parts.add(
            threads.submit(
                () -> {
                  try (Wire wire = new Wire(endpoint)) {
                    part.with(wire);
                  }
                  return null;
                }));
      }
      for (Future<?> one : parts) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
