package dev.batchline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.autoscale.AutoscaleSettings;
import dev.batchline.autoscale.AutoscaleSettingsException;
import dev.batchline.autoscale.EvaluationOptions;
import dev.batchline.autoscale.FormulaSyntaxException;
import dev.batchline.autoscale.simulation.PointTable;
import dev.batchline.autoscale.simulation.PoolModel;
import dev.batchline.autoscale.simulation.Scenario;
import dev.batchline.autoscale.simulation.Simulation;
import dev.batchline.autoscale.simulation.SimulationPage;
import dev.batchline.autoscale.simulation.SimulationResult;
import dev.batchline.autoscale.simulation.TerminalChart;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.cli.autoscale.Excerpt;
import dev.batchline.cli.autoscale.JsonFiles;
import dev.batchline.cli.autoscale.SimulationDocument;
import dev.batchline.cli.autoscale.TextFile;
import dev.batchline.cli.autoscale.WorkloadFile;
import dev.batchline.cli.console.Console;
import dev.batchline.spec.PoolFile;
import dev.batchline.spec.PoolSpec;
import dev.batchline.spec.VmSizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays a workload through a pool's formula in simulated time. */
@Command(
    name = "simulate",
    description = "Play work through a pool's formula: nodes, waiting, idle core-hours, cost.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  batchline autoscale simulate --pool cpu-autoscale --workload week.yaml",
      "  batchline autoscale simulate --pool pool.json --formula new.txt --workload week.yaml"
          + " --html",
      "      week.html",
      "",
      "A workload:",
      "  start: 2026-01-05T08:00:00Z",
      "  nodes: { bootTime: PT4M, preemptionsPerHour: 0.05, price: { dedicated: 0.19, lowPriority:"
          + " 0.04 } }",
      "  arrivals:",
      "    - { at: PT0S, tasks: 200, duration: PT5M, spread: 0.2, every: PT1H, times: 8 }"
    })
final class AutoscaleSimulateCommand implements Callable<Integer> {

  private static final int COLUMNS = 100;

  private final Surroundings surroundings;

  @Mixin Common common = new Common();

  @Option(
      names = "--pool",
      required = true,
      paramLabel = "TEMPLATE",
      description = "A pool template's name or file.")
  String pool = "";

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A value for a parameter of the template.")
  Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--formula",
      paramLabel = "FILE",
      defaultValue = "",
      description = "A formula to try instead of the template's.")
  String formula = "";

  @Option(
      names = "--workload",
      required = true,
      paramLabel = "FILE",
      description = "What arrives when, and what nodes are like.")
  String workload = "";

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      defaultValue = "",
      description = "Write the course of time as CSV, too.")
  String csv = "";

  @Option(
      names = "--html",
      paramLabel = "FILE",
      defaultValue = "",
      description = "Write a page with charts, too.")
  String html = "";

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "TEXT",
      description = "text or json.")
  OutputFormat output = OutputFormat.TEXT;

  AutoscaleSimulateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    Console console =
        new Console(
            surroundings.out(),
            surroundings.err(),
            surroundings.screen(),
            output == OutputFormat.JSON);
    Scenario scenario = scenario();
    scenario
        .pool()
        .settings()
        .formula()
        .warnings()
        .forEach(warning -> console.note("warning: " + warning));
    SimulationResult result = Simulation.run(scenario);
    if (!csv.isEmpty()) {
      Files.writeString(Path.of(csv), PointTable.of(result));
    }
    if (!html.isEmpty()) {
      Files.writeString(Path.of(html), SimulationPage.of(pool + ", " + workload, result));
    }
    if (output == OutputFormat.JSON) {
      console.document(SimulationDocument.of(result));
    } else {
      int columns = surroundings.screen().columns();
      console.say(TerminalChart.of(result, columns == 0 ? COLUMNS : columns).stripTrailing());
    }
    return 0;
  }

  private Scenario scenario() throws IOException {
    PoolSpec spec =
        PoolFile.read(pool, parameters, List.of(surroundings.install().resolve("pool-templates")));
    WorkloadFile work = WorkloadFile.read(workload);
    Optional<Excerpt> other =
        formula.isEmpty()
            ? Optional.empty()
            : Optional.of(new Excerpt(TextFile.shown(formula), TextFile.formula(formula)));
    EvaluationOptions options =
        EvaluationOptions.standard()
            .withSeed(Optional.ofNullable(work.seed()).orElse(0L))
            .withSampleDelay(Optional.ofNullable(work.sampleDelay()).orElse(Duration.ZERO));
    try {
      return new Scenario(
          new PoolModel(
              settings(JsonFiles.inlineOrFile(spec.json()), other.map(Excerpt::formula)),
              spec.taskSlotsPerNode(),
              work.mostDedicatedNodes(),
              work.mostLowPriorityNodes()),
          work.nodeModel(VmSizes.cores(spec.vmSize()).orElse(1)),
          work.allArrivals(),
          Optional.ofNullable(work.start()).orElse(surroundings.timeline().now()),
          work.horizonOrDefault(),
          options);
    } catch (AutoscaleSettingsException | IllegalArgumentException | DateTimeException e) {
      throw refused(String.valueOf(e.getMessage()), "");
    } catch (FormulaSyntaxException e) {
      throw refused(
          "the formula has mistakes",
          e.problems().stream()
              .map(problem -> other.map(text -> text.of(problem)).orElse(problem.toString()))
              .collect(Collectors.joining("\n")));
    }
  }

  private static RunException refused(String reason, String hint) {
    return new RunException(Blame.USER, "simulate the pool", reason, hint);
  }

  /** A pool of fixed size is simulated by a formula that says that size. */
  private static AutoscaleSettings settings(JsonNode json, Optional<String> other) {
    String fixed =
        "$TargetDedicatedNodes = %d; $TargetLowPriorityNodes = %d;"
            .formatted(
                json.path("targetDedicatedNodes").asInt(0),
                json.path("targetLowPriorityNodes").asInt(0));
    String text = other.orElseGet(() -> json.path("autoScaleFormula").asText(fixed));
    Optional<Duration> interval =
        Optional.of(json.path("autoScaleEvaluationInterval").asText(""))
            .filter(given -> !given.isEmpty())
            .map(Duration::parse);
    return AutoscaleSettings.of(Optional.of(text), interval);
  }
}
