package dev.batchline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchline.acceptance.Batchline.Result;
import dev.batchline.acceptance.Batchline.Running;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run survives whoever drives it: wherever its process is killed, another one, elsewhere, ends it
 * as if nothing had happened.
 *
 * <p>The system property {@code kills.lives} adds lives that are killed at moments drawn from
 * {@code kills.seed}.
 */
class SurvivalTest {

  private static final int AT_ONCE = 3;
  private static final long SEED = Long.getLong("kills.seed", 20261121);
  private static final int DRAWN = Integer.getInteger("kills.lives", 0);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path directory;

  private static JsonNode settings;
  private static FlakyJob job;
  private static Ended undisturbed;

  /** What a run left: files by path, entries of its manifest, and how often attempts began. */
  private record Ended(
      Map<String, String> outputs, List<String> manifest, Map<String, Long> attempts) {}

  /**
   * When a process is killed.
   *
   * @param seen what it has said by then
   * @param most milliseconds after that, of which the seed takes a part
   */
  private record Moment(String seen, int most) {}

  @BeforeAll
  static void runUndisturbed() throws Exception {
    Batchline.requireNode();
    settings = new Batchline(directory).run("emulator", "start", "--output", "json").json();
    job = FlakyJob.write(directory);
    Path place = Files.createDirectory(directory.resolve("undisturbed"));
    undisturbed = ended(start(place).end(), place);
    assertThat(undisturbed.outputs()).hasSize(FlakyJob.TASKS);
    assertThat(undisturbed.manifest()).hasSize(FlakyJob.TASKS);
    assertThat(undisturbed.attempts())
        .hasSize(FlakyJob.TASKS + 3)
        .allSatisfy((attempt, times) -> assertThat(times).as(attempt).isOne());
  }

  @AfterAll
  static void stop() throws Exception {
    new Batchline(directory).run("emulator", "stop");
    assertThat(Batchline.processesNaming(Batchline.home().toString())).isEmpty();
  }

  @AfterEach
  void endFaults() throws Exception {
    faults("{\"rules\": []}");
  }

  @Test
  void whereverItsProcessIsKilledARunLosesAndDoublesNothing() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    List<List<Moment>> lives =
        new ArrayList<>(
            List.of(
                List.of(new Moment("\nuploading", 2000)),
                List.of(new Moment("\nrunning", 1500), new Moment("Run ", 4000)),
                List.of(new Moment("\ncollecting", 2000)),
                List.of(new Moment("\nsucceeded", 0))));
    for (int drawn = 0; drawn < DRAWN; drawn++) {
      lives.add(drawn(random));
    }
    ExecutorService lanes = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (List<Moment> kills : lives) {
        SplittableRandom own = random.split();
        Path place = Files.createDirectory(directory.resolve("life-" + all.size()));
        all.add(
            lanes.submit(
                () -> {
                  assertThat(live(kills, own, place))
                      .as("killed at %s", kills)
                      .isEqualTo(undisturbed);
                  return true;
                }));
      }
      for (Future<?> life : all) {
        life.get(5, TimeUnit.MINUTES);
      }
    } finally {
      lanes.shutdownNow();
    }
  }

  @Test
  void whoAttachesToARunThatIsDrivenIsToldByWhom() throws Exception {
    Path place = Files.createDirectory(directory.resolve("driven"));
    Running driver = start(place);
    awaitText(driver, "\nrunning");

    driver.signal("STOP"); // it must not end before the other has looked
    Result second;
    try {
      second = attach(driver, directory.resolve("elsewhere")).end();
    } finally {
      driver.signal("CONT");
    }

    assertThat(second.exitCode()).as(second.err()).isEqualTo(2);
    assertThat(second.err())
        .contains("(process " + driver.process().pid() + ") drives it since", "batchline status");
    assertThat(ended(driver.end(), place)).isEqualTo(undisturbed);
  }

  @Test
  void aServiceThatThrottlesFailsAndLosesAnswersChangesNothing() throws Exception {
    faults(
        """
        {"seed": 7, "rules": [
          {"kind": "error", "status": 429, "retryAfter": "PT1S", "probability": 0.05},
          {"kind": "error", "status": 503, "probability": 0.1},
          {"kind": "error", "status": 500, "probability": 0.05},
          {"kind": "dropBefore", "probability": 0.03},
          {"kind": "dropAfter", "probability": 0.05}]}
        """);
    Path place = Files.createDirectory(directory.resolve("faults"));

    assertThat(ended(start(place).end(), place)).isEqualTo(undisturbed);
  }

  /** One to three processes, each killed up to ten seconds after it has told the run's id. */
  private static List<Moment> drawn(SplittableRandom random) {
    List<Moment> kills = new ArrayList<>();
    for (int kill = random.nextInt(3); kill >= 0; kill--) {
      kills.add(new Moment("Run ", 10_000));
    }
    return kills;
  }

  /** Kills a process at each moment, the next of which attaches to what the one before left. */
  private static Ended live(List<Moment> kills, SplittableRandom random, Path place)
      throws Exception {
    Running driver = start(place);
    try {
      int life = 0;
      for (Moment kill : kills) {
        awaitText(driver, kill.seen());
        driver.process().waitFor(random.nextInt(kill.most() + 1), TimeUnit.MILLISECONDS);
        driver.signal("KILL");
        driver.end();
        driver = attach(driver, place.resolve("machine-" + ++life));
      }
      return ended(driver.end(), place.resolve("machine-" + life));
    } finally {
      driver.process().destroyForcibly();
    }
  }

  private static Running start(Path place) throws IOException {
    return new Batchline(place)
        .with(settings)
        .start(
            "run",
            job.file().toString(),
            "--set",
            "ledger=" + job.ledger(),
            "--to",
            "copy",
            "--output",
            "json");
  }

  /** From a machine that knows nothing but the run's id and the accounts. */
  private static Running attach(Running before, Path machine) throws IOException {
    Files.createDirectories(machine);
    return new Batchline(machine)
        .with(settings)
        .with("HOME", machine.toString())
        .with("BATCHLINE_HOME", machine.resolve("home").toString())
        .start("attach", runId(before.errors()), "--to", "copy", "--output", "json");
  }

  private static Ended ended(Result result, Path place) throws IOException {
    assertThat(result.exitCode()).as(result.err()).isZero();
    JsonNode document = result.json();
    assertThat(document.path("state").asText()).isEqualTo("succeeded");
    assertThat(document.path("tasks").path("succeeded").asInt()).isEqualTo(FlakyJob.TASKS);
    String run = document.path("runId").asText();
    Path copy = place.resolve("copy");
    assertThat(copy.resolve("report/index.html")).exists();
    Map<String, String> outputs = new TreeMap<>();
    try (Stream<Path> files = Files.walk(copy.resolve("output"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        outputs.put(copy.relativize(file).toString(), Files.readString(file));
      }
    }
    List<String> manifest = new ArrayList<>();
    JSON.readTree(copy.resolve("manifest.json").toFile())
        .path("outputs")
        .forEach(output -> manifest.add(output.toString().replace(run, "<this run>")));
    return new Ended(outputs, manifest, job.attempts(run));
  }

  /** Waits until a process has said this, or has ended. */
  private static void awaitText(Running driver, String text) throws Exception {
    while (!driver.errors().contains(text)) {
      if (driver.process().waitFor(10, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  private static String runId(String errors) {
    return errors
        .lines()
        .filter(line -> line.startsWith("Run "))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no run in:\n" + errors))
        .substring("Run ".length());
  }

  private static void faults(String rules) throws IOException, InterruptedException {
    int status =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(
                            settings.path("AZURE_BATCH_ENDPOINT").asText() + "/control/faults"))
                    .header(
                        "Authorization",
                        "AccountKey " + settings.path("AZURE_BATCH_ACCESS_KEY").asText())
                    .POST(BodyPublishers.ofString(rules))
                    .build(),
                BodyHandlers.discarding())
            .statusCode();
    assertThat(status).isEqualTo(200);
  }
}
