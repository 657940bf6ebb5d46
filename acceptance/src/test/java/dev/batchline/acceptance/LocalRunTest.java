package dev.batchline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchline.acceptance.Batchline.Result;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs run with {@code --local}: nothing but this machine. */
class LocalRunTest {

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
  void theRiskReportIsComputedByFortyTasksAndOneThatMergesThem() throws Exception {
    Result result =
        new Batchline(directory)
            .run(
                "run",
                Batchline.ROOT.resolve("sample-jobs/risk-report/job.yaml").toString(),
                "--local",
                "--output",
                "json",
                "--to",
                "out");

    assertThat(result.exitCode()).as(result.err()).isZero();
    JsonNode document = result.json();
    assertThat(document.path("state").asText()).isEqualTo("succeeded");
    assertThat(document.path("tasks").path("succeeded").asInt()).isEqualTo(41);
    assertThat(document.path("usage").path("coreHours").asDouble()).isPositive();
    Path out = directory.resolve("out");
    assertThat(Path.of(document.path("outputs").asText()))
        .isEqualTo(out.resolve("output").toRealPath());
    assertThat(out.resolve("output/report/report/index.html")).exists();
    assertThat(out.resolve("logs/simulate-1/1/stdout.txt")).exists();
    assertThat(out.resolve("report/index.html")).exists();
    assertThat(out.resolve("report/summary.md")).content().contains("41");
    assertThat(out.resolve("report/junit.xml"))
        .content()
        .satisfies(xml -> assertThat(xml.split("<testcase ", -1)).hasSize(42));
    assertThat(new ObjectMapper().readTree(out.resolve("manifest.json").toFile())).isNotEmpty();
  }

  @Test
  void aFailedTaskIsShownWithItsLastLinesAndTheCommandThatRunsItAgain() throws Exception {
    Path job = TinyJob.write(directory);
    Result result =
        new Batchline(directory).run("run", job.toString(), "--local", "--set", "broken=2");

    assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
    assertThat(result.out())
        .contains("2 of 4 tasks succeeded, 1 failed, 1 did not run")
        .contains("Task work-2 failed after 2 attempts", "| scenario 2 has no price")
        .doesNotContain("##vso");
    String again = line(result.out(), "Run what failed again with: batchline ");
    Result rerun = new Batchline(directory).run(again.split(" ", -1));
    assertThat(rerun.exitCode()).isEqualTo(1);
    assertThat(rerun.out()).contains("0 of 2 tasks succeeded, 2 more reused, 1 failed");
    String run = again.split(" ", -1)[1];
    String end = run.substring(run.length() - 4);
    Result logs = new Batchline(directory).run("logs", end, "work-2", "--attempt", "2");
    assertThat(logs.err()).contains(end + " is run " + run);
    assertThat(logs.out())
        .contains("task 2", "scenario 2 has no price", "# #vso[task.complete")
        .doesNotContain("##vso");
  }

  @Test
  void whatARunLeftIsFoundAgainByItsId() throws Exception {
    Path job = TinyJob.write(directory);
    Result result =
        new Batchline(directory).run("run", job.toString(), "--local", "--output", "json");
    String run = result.json().path("runId").asText();

    Result status = new Batchline(directory).run("status", run, "--output", "json");
    assertThat(status.json().path("state").asText()).isEqualTo("succeeded");
    Result runs = new Batchline(directory).run("runs");
    assertThat(runs.out()).contains(run);
    Result collect = new Batchline(directory).run("collect", run, "--to", "copy");
    assertThat(collect.exitCode()).as(collect.err()).isZero();
    assertThat(directory.resolve("copy/output/join/all.txt")).hasContent("1\n2\n3");
  }

  @Test
  void inAPipelineTheAgentIsTold() throws Exception {
    Path job = TinyJob.write(directory);
    Result result =
        new Batchline(directory)
            .with("TF_BUILD", "True")
            .run("run", job.toString(), "--local", "--set", "broken=1");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out().lines())
        .anyMatch(line -> line.startsWith("##vso[task.setvariable variable=runId;"))
        .anyMatch(line -> line.startsWith("##vso[task.logissue type=error]task work-1"))
        .anyMatch(
            line -> line.startsWith("##vso[task.uploadsummary]/") && line.endsWith("summary.md"))
        .noneMatch(line -> line.contains("##vso[task.complete"));
  }

  private static String line(String text, String start) throws IOException {
    return text.lines()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line \"" + start + "\" in:\n" + text))
        .substring(start.length());
  }
}
