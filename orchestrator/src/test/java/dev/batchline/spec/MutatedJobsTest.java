package dev.batchline.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Breaks a job file and a template at random places: whatever comes of it, it is told. */
class MutatedJobsTest {

  private static final int ROUNDS = 150;
  private static final String JOB =
      """
      name: risk-report
      parameters:
        scenarios: { type: integer, default: 4, minimum: 1 }
        asOf: { type: string, default: "2026-01-30", allowed: ["2026-01-30", x] }
      app: [build/app.jar]
      inputs:
        - data/*.csv
      pool:
        template: pool.json
        parameters: { nodes: 2 }
        keep: false
      tasks:
        - name: simulate
          forEach: { scenario: "1..${{ parameters.scenarios }}", csv: trades.csv }
          command: run --scenario ${{ scenario }} ${{ row.id }} > pnl.csv
          environment: { AS_OF: "${{ parameters.asOf }}" }
          outputs: [pnl.csv]
          timeLimit: PT10M
          slots: 1
        - name: report
          after: [simulate]
          inputs: [{ from: simulate, files: "pnl.csv" }]
          command: [run, report, --in, simulate]
          outputs: [report/**]
      retry:
        attempts: 3
        backoff: PT10S
        never: { exitCodes: [2, 64] }
        rules:
          - { when: { exitCode: [137, 80..89] }, do: escalate, to: { template: pool.json } }
          - { when: { code: DiskFull, tasks: [simulate] }, do: retry, after: PT1M, attempts: 5 }
        budget: { share: 20%, minimumTasks: 50 }
      limits: { wallClock: PT4H }
      """;
  private static final String TEMPLATE =
      """
      { "parameters": { "nodes": { "type": "int", "defaultValue": 1, "minValue": 1 } },
        "pool": { "vmSize": "Standard_D4s_v5", "taskSlotsPerNode": 4, "enableAutoScale": true,
          "autoScaleEvaluationInterval": "PT5M",
          "autoScaleFormula": "// x\\n$TargetDedicatedNodes = min([parameters('nodes')], $PendingTasks.GetSample(1));",
          "virtualMachineConfiguration": { "nodeAgentSKUId": "batch.node.ubuntu 24.04",
            "imageReference": { "publisher": "p", "offer": "o", "sku": "s" } } } }
      """;
  private static final List<String> SCRAPS =
      List.of(
          "\n",
          "  ",
          "\t",
          ":",
          ": ",
          "- ",
          "{",
          "}",
          "[",
          "]",
          "\"",
          "'",
          "*",
          "&a",
          "*a",
          "!t ",
          "|",
          ">",
          "#",
          "${{",
          "}}",
          "${{ x }}",
          "..",
          "/",
          "\\",
          "0",
          "-1",
          "99999999999999999999",
          "null",
          "~",
          "true",
          "é",
          "\uD83D\uDE00",
          "\u0007",
          "<<",
          "[parameters('x')]",
          "\\u12",
          ",",
          "1e999",
          "name",
          "tasks",
          "parameters",
          "from",
          "P",
          "PT",
          "");

  @TempDir Path temporary;

  @Test
  void aJobFileThatIsBrokenAnywhereGivesProblemsWithAPlace() {
    JobDirectory directory = JobDirectory.in(temporary);
    directory.write("pool.json", TEMPLATE);
    assertThat(directory.problems(JOB, Map.of())).isEmpty();
    for (int seed = 0; seed < ROUNDS; seed++) {
      check(directory, mutate(JOB, seed), seed);
    }
  }

  @Test
  void aTemplateThatIsBrokenAnywhereGivesProblemsWithAPlace() {
    JobDirectory directory = JobDirectory.in(temporary);
    for (int seed = 0; seed < ROUNDS; seed++) {
      directory.write("pool.json", mutate(TEMPLATE, seed));
      check(directory, JOB, seed);
    }
  }

  private static void check(JobDirectory directory, String job, int seed) {
    try {
      directory.read(job);
    } catch (JobFileException e) {
      assertThat(e.problems()).isNotEmpty();
      for (Problem problem : e.problems()) {
        assertThat(problem.message()).as("seed %d", seed).isNotBlank();
        assertThat(problem.line()).as("seed %d: %s", seed, problem).isBetween(0, 60);
      }
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("seed " + seed + ":\n" + job, e);
    }
  }

  private static String mutate(String text, int seed) {
    Random random = new Random(seed);
    StringBuilder mutant = new StringBuilder(text);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int from = random.nextInt(mutant.length());
      int to = Math.min(mutant.length(), from + random.nextInt(4));
      mutant.replace(from, to, SCRAPS.get(random.nextInt(SCRAPS.size())));
    }
    return mutant.toString();
  }
}
