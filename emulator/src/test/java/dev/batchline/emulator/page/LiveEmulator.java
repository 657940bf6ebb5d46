package dev.batchline.emulator.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.emulator.Emulator;
import dev.batchline.emulator.EmulatorSettings;
import dev.batchline.emulator.http.AccountKey;
import dev.batchline.emulator.http.HttpSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A whole emulator with real processes, filled over HTTP as by any client. */
final class LiveEmulator implements AutoCloseable {

  private static final String KEY =
      Base64.getEncoder().encodeToString("pages".getBytes(StandardCharsets.UTF_8));
  private static final double PACE = 1000;

  private final Path directory;
  private final Emulator emulator;
  private final HttpClient http = HttpClient.newHttpClient();

  LiveEmulator(Path directory) throws IOException {
    this.directory = directory;
    HttpSettings settings = new HttpSettings(0, new AccountKey("pages", KEY), Set.of());
    this.emulator = Emulator.start(new EmulatorSettings(settings, directory, PACE));
  }

  String url(String path) {
    return emulator.endpoint() + path;
  }

  void addPool(String id, String more) {
    post(
        "/pools",
        "{'id':'%s','vmSize':'Standard_A1_v2',%s'virtualMachineConfiguration':{'imageReference':{'publisher':'canonical','offer':'u','sku':'22'},'nodeAgentSKUId':'batch.node.ubuntu 22.04'}}"
            .formatted(id, more));
  }

  void addJob(String id, String pool, String more) {
    post("/jobs", "{'id':'%s',%s'poolInfo':{'poolId':'%s'}}".formatted(id, more, pool));
  }

  void addJobSchedule(String id, String pool) {
    post(
        "/jobschedules",
        "{'id':'%s','schedule':{'recurrenceInterval':'PT5M'},'jobSpecification':{'poolInfo':{'poolId':'%s'}}}"
            .formatted(id, pool));
  }

  /**
   * @param script without quotes of either kind
   */
  void addTask(String job, String id, String script, String more) {
    post("/jobs/" + job + "/tasks", task(id, script, more));
  }

  /** Tasks that do nothing, called t00000 and on. */
  void addTasks(String job, int count) {
    for (int first = 0; first < count; first += 100) {
      String tasks =
          IntStream.range(first, Math.min(count, first + 100))
              .mapToObj(i -> task("t%05d".formatted(i), "true", ""))
              .collect(Collectors.joining(","));
      post("/jobs/" + job + "/addtaskcollection", "{'value':[" + tasks + "]}");
    }
  }

  private static String task(String id, String script, String more) {
    return "{'id':'%s',%s'commandLine':'/bin/sh -c \\\"%s\\\"'}".formatted(id, more, script);
  }

  void addFault(String rule) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url("/control/faults/rules")))
            .header("Authorization", "AccountKey " + KEY)
            .POST(HttpRequest.BodyPublishers.ofString(rule.replace('\'', '"')))
            .build();
    assertThat(send(request).statusCode()).isLessThan(300);
  }

  private void post(String path, String json) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url(path) + "?api-version=2024-07-01.20.0"))
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", "application/json; odata=minimalmetadata")
            .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')))
            .build();
    HttpResponse<String> response = send(request);
    assertThat(response.statusCode()).as(path + response.body()).isLessThan(300);
  }

  /** The form of a token is all that is checked of it. */
  private static String token() {
    return Stream.of("{\"alg\":\"none\"}", "{\"exp\":4102444800}", "signature")
        .map(part -> part.getBytes(StandardCharsets.UTF_8))
        .map(Base64.getUrlEncoder().withoutPadding()::encodeToString)
        .collect(Collectors.joining("."));
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(URI.create(url(path))).build());
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("could not ask " + request, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Where a task that has begun works. */
  Path workingDirectory(String task) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(path -> path.endsWith(Path.of(task, "wd")))
          .findFirst()
          .orElseThrow(() -> new AssertionError("task " + task + " has not begun"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    emulator.close();
  }
}
