package dev.batchline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchline.base.Timeline;
import dev.batchline.cli.console.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoscaleCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CASES =
      """
      [
        { "name": "grows", "formula": "x = 2; $TargetDedicatedNodes = max(x, $ActiveTasks.GetSample(1)) / 2; v = $ActiveTasks.GetSample(9); t = time();",
          "now": "2026-01-05T08:30:00Z", "current": { "$TargetDedicatedNodes": 1, "$TaskSlotsPerNode": 2 },
          "samples": { "$ActiveTasks": [["2026-01-05T08:29:45Z", 9], ["2026-01-05T08:29:15Z", 4]] },
          "expect": { "$TargetDedicatedNodes": 4.5, "x": 2, "v": [4, 9], "t": "2026-01-05T08:30:00.000Z" },
          "apply": { "$TargetDedicatedNodes": 4 } },
        { "name": "lacks samples", "formula": "$RunningTasks.GetSample(10 * TimeInterval_Second);",
          "expectError": "InsufficientSampleData",
          "expectErrorDetail": "Line 1, Col 24: Insufficient data from data set: $RunningTasks wanted 70%, received 0%" },
        { "name": "is none", "formula": "x = (1;", "expectError": "any" }
      ]
      """;

  private static final String WORKLOAD =
      """
      start: 2026-01-05T08:00:00Z
      horizon: PT24H
      seed: 3
      nodes: { bootTime: PT4M, price: { dedicated: 0.19, lowPriority: 0.04 } }
      arrivals:
        - { at: PT0S, tasks: 100, duration: PT3M, spread: 0.2, every: PT1H, times: 4 }
      """;

  @TempDir Path directory;

  private record Answer(int exitCode, String out, String err) {
    JsonNode json() throws IOException {
      return JSON.readTree(out);
    }
  }

  @Test
  void aListOfCasesGivesAListOfResultsAndErrors() throws IOException {
    Answer answer = evaluate("--case", file("cases.json", CASES), "--output", "json");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.json()).hasSize(3);
    JsonNode grows = answer.json().get(0);
    assertThat(grows.at("/results/$TargetDedicatedNodes").doubleValue()).isEqualTo(4.5);
    assertThat(grows.at("/results/v").toString()).isEqualTo("[4,9]");
    assertThat(grows.at("/results/t").textValue()).isEqualTo("2026-01-05T08:30:00.000Z");
    assertThat(grows.at("/resultsString").textValue())
        .startsWith("$TargetDedicatedNodes=4.5;$TargetLowPriorityNodes=0;");
    assertThat(grows.at("/targets/dedicatedNodes").intValue()).isEqualTo(4);
    JsonNode error = answer.json().get(1).get("error");
    assertThat(error.get("code").textValue()).isEqualTo("InsufficientSampleData");
    assertThat(error.get("message").textValue()).contains("wanted 70%, received 0%");
    assertThat(error.get("line").intValue()).isEqualTo(1);
    assertThat(error.get("column").intValue()).isEqualTo(24);
    assertThat(answer.json().get(2).at("/error/code").textValue())
        .isEqualTo("AutoScalingFormulaSyntaxError");
  }

  @Test
  void checkingSaysWhatCameOutOtherwise() throws IOException {
    Answer asStated = evaluate("--case", file("cases.json", CASES), "--check");
    Answer otherwise =
        evaluate("--case", file("wrong.json", CASES.replace("\"x\": 2", "\"x\": 3")), "--check");

    assertThat(asStated.exitCode()).isZero();
    assertThat(asStated.err()).contains("3 cases as expected");
    assertThat(otherwise.exitCode()).isEqualTo(1);
    assertThat(otherwise.err()).contains("grows: x: expected 3, found 2");
  }

  @Test
  void oneCaseGivesOneDocument() throws IOException {
    String one = file("case.json", "{ \"formula\": \"$TargetDedicatedNodes=3\" }");

    JsonNode document = evaluate("--case", one, "--output", "json").json();

    assertThat(document.at("/results/$TargetDedicatedNodes").intValue()).isEqualTo(3);
  }

  @Test
  void aFormulasFileIsEvaluatedUnderTheConditionsGiven() throws IOException {
    String formula =
        file(
            "formula.txt",
            "$TargetDedicatedNodes = $TargetDedicatedNodes + len($ActiveTasks.GetSample(5));\n"
                + "h = time().hour;");
    String samples = file("samples.json", "{\"$ActiveTasks\": [[\"2026-01-05T09:29:45Z\", 1]]}");

    Answer answer =
        evaluate(
            formula,
            "--samples",
            samples,
            "--current",
            "{\"$TargetDedicatedNodes\": 6}",
            "--now",
            "2026-01-05T09:30:00Z");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out())
        .contains("$TargetDedicatedNodes = 7")
        .contains("h = 9")
        .contains("The pool gets 7 dedicated and 0 low-priority nodes (requeue).")
        .contains("Line 1, Col 75: $ActiveTasks has 1 of 5 samples from 2026-01-05T09:29:45Z")
        .contains("formula.txt:1:1: $TargetDedicatedNodes has no upper bound");
  }

  @Test
  void aFormulaThatFailsIsToldWithItsPlaceAndEndsACheck() throws IOException {
    String formula = file("formula.txt", "x = 1;\ny = maxx(x);");

    assertThat(evaluate(formula).exitCode()).isZero();
    Answer checked = evaluate(formula, "--check");

    assertThat(checked.exitCode()).isEqualTo(1);
    assertThat(checked.out())
        .contains("AutoScalingFormulaEvaluationError")
        .contains("formula.txt:2:5: Undefined symbol: maxx\n")
        .contains("      y = maxx(x);\n          ^\n")
        .contains("    Did you mean max?");
  }

  @Test
  void aPlaceFarToTheRightIsShownWithWhatIsAroundIt() throws IOException {
    String formula =
        file("formula.txt", "a = 1;".repeat(60) + "b = maxx(a);" + "c = 2;".repeat(30));

    List<String> lines = evaluate(formula).out().lines().toList();

    String line = lines.get(2);
    assertThat(line).hasSizeLessThan(120).startsWith("      … ").endsWith(" …");
    assertThat(line.substring(lines.get(3).indexOf('^'))).startsWith("maxx(a);");
  }

  @Test
  void whatIsNoTextIsTheUsersMistake() throws IOException {
    Path binary = Files.write(directory.resolve("binary.txt"), new byte[] {'a', (byte) 0xff, '='});
    Path large = Files.write(directory.resolve("large.txt"), new byte[2_000_000]);
    String formula = file("formula.txt", "x = 1;");

    assertThat(evaluate(binary.toString()))
        .extracting(Answer::exitCode, Answer::err)
        .containsExactly(
            2,
            "batchline: could not read %s: it is not text in UTF-8\n  Save the file as UTF-8.\n"
                .formatted(binary));
    assertThat(evaluate(directory.toString()).err()).contains("it is a directory, not a file");
    assertThat(evaluate(large.toString()).err()).contains("it has more than 1,048,576 bytes");
    assertThat(evaluate("--case", binary.toString()).exitCode()).isEqualTo(2);
    assertThat(evaluate(formula, "--samples", binary.toString()).exitCode()).isEqualTo(2);
    assertThat(run("simulate", "--pool", "cpu-autoscale", "--workload", binary.toString()).err())
        .contains("not text in UTF-8");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFormula() throws IOException {
    assertThat(evaluate(file("formula.txt", "\uFEFFx = y;")).out())
        .contains("formula.txt:1:5: Undefined symbol: y");
  }

  @Test
  void otherNamesOfAPoolsNumbersAreTakenAndNoFractions() throws IOException {
    String formula = file("formula.txt", "x = $TargetDedicatedNodes + $CurrentDedicatedNodes;");

    assertThat(
            evaluate(formula, "--current", "{\"$TargetDedicated\": 2, \"$CurrentDedicated\": 3.0}")
                .out())
        .contains("x = 5");
    assertThat(evaluate(formula, "--current", "{\"$TargetDedicatedNodes\": 2.5}").err())
        .contains("\"$TargetDedicatedNodes\": 2.5 is no number of a pool");
    assertThat(evaluate(formula, "--samples", "{\"$ActiveTasks\": 5}").err())
        .contains("the samples of $ActiveTasks are no list");
    assertThat(evaluate(formula, "--samples", "[]").err())
        .contains("\"samples\" is no JSON object");
  }

  @Test
  void wrongFilesAndOptionsAreTheUsersMistakes() throws IOException {
    String formula = file("formula.txt", "x = 1;");

    assertThat(evaluate().exitCode()).isEqualTo(2);
    assertThat(evaluate(directory.resolve("none.txt").toString()).exitCode()).isEqualTo(2);
    assertThat(evaluate(formula, "--now", "yesterday").err()).contains("is no time");
    assertThat(evaluate(formula, "--current", "{\"$Nodes\": 1}").err()).contains("$Nodes");
    assertThat(evaluate(formula, "--current", "{1}").exitCode()).isEqualTo(2);
    assertThat(evaluate(formula, "--samples", "{\"$ActiveTasks\": [1]}").exitCode()).isEqualTo(2);
    assertThat(evaluate(formula, "--samples", "{\"$Nothing\": []}").err())
        .contains("no metric is called $Nothing");
    assertThat(evaluate("--case", file("none.json", "{}")).err()).contains("has no formula");
  }

  @Test
  void aShippedTemplateIsSimulatedInTextTableAndPage() throws IOException {
    String workload = file("work.yaml", WORKLOAD);
    Path table = directory.resolve("points.csv");
    Path page = directory.resolve("page.html");

    Answer answer =
        run(
            "simulate",
            "--pool",
            "cpu-autoscale",
            "--set",
            "maxNodes=5",
            "--workload",
            workload,
            "--csv",
            table.toString(),
            "--html",
            page.toString());

    assertThat(answer.err()).doesNotContain("batchline:");
    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).contains("400 arrived, 400 succeeded").contains("nodes 5 ┤");
    assertThat(table).content().startsWith("seconds,targetNodes,");
    assertThat(page).content().contains("<svg").contains("cpu-autoscale");
  }

  @Test
  void anotherFormulaIsTriedOnATemplatesFile() throws IOException {
    String workload = file("work.yaml", WORKLOAD);
    String formula = file("formula.txt", "$TargetDedicatedNodes = 2;");
    String template =
        Path.of("../pool-templates/cpu-autoscale.json").toAbsolutePath().normalize().toString();

    Answer answer =
        run(
            "simulate",
            "--pool",
            template,
            "--formula",
            formula,
            "--workload",
            workload,
            "--output",
            "json");

    assertThat(answer.exitCode()).isZero();
    JsonNode json = answer.json();
    assertThat(json.at("/usage/mostNodes").intValue()).isEqualTo(2);
    assertThat(json.at("/tasks/succeeded").intValue()).isEqualTo(400);
    assertThat(json.at("/usage/cost").doubleValue()).isPositive();
    assertThat(json.at("/evaluations/0/action").textValue()).isEqualTo("grow");
    assertThat(json.at("/evaluations/0/results/$TargetDedicatedNodes").intValue()).isEqualTo(2);
  }

  @Test
  void mistakesOfAWorkloadAreToldWithTheirPlace() throws IOException {
    assertThat(simulate("arrivals:\n  - { task: 5 }").err())
        .contains("line 2")
        .contains("\"task\"");
    assertThat(simulate("arrivals:\n  - { tasks: 5 }").err())
        .contains("needs tasks and a duration");
    assertThat(simulate("arrivals: []").exitCode()).isEqualTo(2);
    assertThat(simulate("arrivals: [{ tasks: 5, duration: 5 minutes }]").err())
        .contains("line 1, column 34: \"duration\" must be a duration such as PT5M");
    assertThat(simulate("start: now").err()).contains("\"start\" must be a time such as 2026");
    assertThat(simulate("seed: x").err()).contains("\"seed\" must be a number");
    assertThat(simulate("arrivals: 5").err()).contains("\"arrivals\" must be a list");
    assertThat(simulate("nodes: { price: 5 }").err()).contains("\"price\" must be a mapping");
    assertThat(simulate("nodes: { boot: 5 }").err())
        .contains("there is no \"boot\" here, but bootTime, cores, preemptionPause");
    assertThat(simulate("").err()).contains("it is empty");
    assertThat(simulate("arrivals: [{ tasks: 5, duration: PT1M, slots: 900 }]").err())
        .contains("a task needs 900 slots");
    assertThat(run("simulate", "--pool", "none", "--workload", file("w.yaml", WORKLOAD)).err())
        .contains("there is no pool template \"none\"");
  }

  private Answer simulate(String workload) throws IOException {
    return run("simulate", "--pool", "cpu-autoscale", "--workload", file("work.yaml", workload));
  }

  private Answer evaluate(String... arguments) throws IOException {
    return run("evaluate", arguments);
  }

  private Answer run(String command, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(
            Map.of(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Screen.NONE,
            Path.of("..").toAbsolutePath().normalize(),
            directory,
            Timeline.system());
    String[] all = new String[arguments.length + 2];
    all[0] = "autoscale";
    all[1] = command;
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    int exitCode = CommandTree.execute(surroundings, all);
    return new Answer(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }
}
