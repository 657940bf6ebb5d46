package dev.batchline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchline.acceptance.Batchline.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that take results of earlier ones over, whose emulator is long gone. */
class RerunTest {

  @TempDir Path directory;

  @BeforeAll
  static void requireNode() throws Exception {
    Batchline.requireNode();
  }

  @AfterEach
  void nothingIsLeftRunning() {
    assertThat(Batchline.processesNaming(Batchline.home().toString())).isEmpty();
  }

  @Test
  void whatFailedRunsAgainWithFreshFilesAndThenOnlyWhatIsNamed() throws Exception {
    Path job = TinyJob.write(directory);
    Result first =
        new Batchline(directory)
            .run("run", job.toString(), "--local", "--set", "broken=2", "--output", "json");
    assertThat(first.exitCode()).as(first.err()).isEqualTo(1);
    String run = first.json().path("runId").asText();

    Path script = directory.resolve("work.sh");
    Files.writeString(script, Files.readString(script).replace("exit 7", ": repaired"));
    Result second = json("rerun", run, "--failed", "--refresh", "--to", "second");
    assertThat(second.exitCode()).as(second.err()).isZero();
    String again = second.json().path("runId").asText();
    assertThat(second.json().path("rerunOf").asText()).isEqualTo(run);
    assertThat(second.json().path("tasks").path("succeeded").asInt()).isEqualTo(2);
    assertThat(second.json().path("tasks").path("reused").asInt()).isEqualTo(2);
    assertThat(directory.resolve("second/output/join/all.txt")).hasContent("1\n2\n3");
    assertThat(producers("second"))
        .isEqualTo(Map.of("work-1", run, "work-2", again, "work-3", run, "join", again));
    assertThat(directory.resolve("second/report/junit.xml"))
        .content()
        .contains("reused: its result is that of run " + run);
    assertThat(directory.resolve("second/report/summary.md"))
        .content()
        .contains("This is a rerun of " + run);

    Files.delete(script);
    Files.delete(job);
    Result third = json("rerun", again, "--tasks", "j?in", "--to", "third");
    assertThat(third.exitCode()).as(third.err()).isZero();
    String last = third.json().path("runId").asText();
    assertThat(third.json().path("tasks").path("succeeded").asInt()).isEqualTo(1);
    assertThat(directory.resolve("third/output/join/all.txt")).hasContent("1\n2\n3");
    assertThat(producers("third"))
        .isEqualTo(Map.of("work-1", run, "work-2", again, "work-3", run, "join", last));
    assertThat(new Batchline(directory).run("status", last).out()).contains("rerun of " + again);

    Result other = json("rerun", last, "--set", "tasks=4", "--tasks", "work-4", "--to", "other");
    assertThat(other.exitCode()).as(other.err()).isZero();
    assertThat(directory.resolve("other/output/join/all.txt")).hasContent("1\n2\n3\n4");
    assertThat(producers("other")).containsEntry("work-2", again);
  }

  @Test
  void aTaskThatAnEarlierRunDidIsSkipped() throws Exception {
    Path job = TinyJob.write(directory);
    String unlike = "seconds=0.1" + new Random().nextInt(1, 1_000_000);
    Result whole = skip(job, unlike);
    assertThat(whole.exitCode()).as(whole.err()).isZero();
    assertThat(whole.json().path("tasks").path("reused").asInt()).isZero();
    Result nothing = skip(job, unlike);
    assertThat(nothing.exitCode()).as(nothing.err()).isZero();
    assertThat(nothing.err()).contains("4 of 4 tasks unchanged since " + id(whole));
    assertThat(nothing.json().path("target").path("names")).isEmpty();
    assertThat(directory.resolve("skipped/output/join/all.txt")).hasContent("1\n2\n3");
  }

  @Test
  void aDetachedLocalRunGoesOnUntilItIsAttachedTo() throws Exception {
    Path job = TinyJob.write(directory);
    Result detached =
        new Batchline(directory)
            .with("TF_BUILD", "True")
            .run("run", job.toString(), "--local", "--detach");
    assertThat(detached.exitCode()).as(detached.err()).isZero();
    String run = detached.out().strip();
    assertThat(detached.out()).matches("tiny-[0-9]{8}-[0-9]{6}-[a-z0-9]{4}\n");
    assertThat(detached.err()).contains("##vso[task.setvariable variable=runId;");

    Result active = json("runs", "--local", "--state", "active", "--name", "tiny");
    assertThat(active.json()).anyMatch(each -> each.path("runId").asText().equals(run));
    Result attached = new Batchline(directory).run("attach", run, "--to", "out");
    assertThat(attached.exitCode()).as(attached.err()).isZero();
    assertThat(directory.resolve("out/output/join/all.txt")).hasContent("1\n2\n3");

    Path tampered = directory.resolve("out/output/work-2/number.txt");
    Files.writeString(tampered, "9\n");
    Result collected = json("collect", run, "--to", "out");
    assertThat(collected.json().path("fetched").asInt()).as(collected.err()).isEqualTo(1);
    assertThat(tampered).hasContent("2");

    Result report = json("report", run, "--to", "elsewhere");
    assertThat(report.json().path("sentence").asText()).isEqualTo("All 4 tasks succeeded.");
    assertThat(directory.resolve("elsewhere/report/index.html")).exists();
    Result telemetry = new Batchline(directory).run("telemetry", run, "--output", "csv");
    assertThat(telemetry.out()).startsWith("time,metric,unit,aggregation,subject,source,value\n");
    assertThat(telemetry.out().lines().count()).isGreaterThan(1);
    awaitNoProcess();
  }

  private Result skip(Path job, String... sets) throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of("run", job.toString(), "--local", "--skip-unchanged"));
    for (String set : sets) {
      arguments.addAll(List.of("--set", set));
    }
    arguments.addAll(List.of("--to", "skipped"));
    return json(arguments.toArray(String[]::new));
  }

  private static void awaitNoProcess() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Batchline.processesNaming(Batchline.home().toString()).isEmpty());
  }

  private Result json(String... arguments) throws IOException, InterruptedException {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--output";
    all[arguments.length + 1] = "json";
    return new Batchline(directory).run(all);
  }

  private static String id(Result result) throws IOException {
    return result.json().path("runId").asText();
  }

  /** The run that made each task's output. */
  private Map<String, String> producers(String copy) throws IOException {
    JsonNode manifest =
        new ObjectMapper().readTree(directory.resolve(copy).resolve("manifest.json").toFile());
    Map<String, String> producers = new TreeMap<>();
    manifest
        .path("outputs")
        .forEach(o -> producers.put(o.path("task").asText(), o.path("run").asText()));
    return producers;
  }
}
