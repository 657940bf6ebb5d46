package dev.batchline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.batchline.autoscale.Conditions;
import dev.batchline.cli.autoscale.ConditionsJson;
import dev.batchline.cli.autoscale.EvaluationCase;
import dev.batchline.cli.autoscale.Excerpt;
import dev.batchline.cli.autoscale.Expectations;
import dev.batchline.cli.autoscale.JsonFiles;
import dev.batchline.cli.autoscale.Outcome;
import dev.batchline.cli.autoscale.TextFile;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.ForeignText;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Evaluates formulas under given conditions. */
@Command(
    name = "evaluate",
    description = "Say what a formula makes of a pool, and what is wrong or doubtful about it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  batchline autoscale evaluate formula.txt --now 2026-01-05T08:30:00Z",
      "  batchline autoscale evaluate formula.txt --samples samples.json --current pool.json",
      "  batchline autoscale evaluate --case cases.json --check",
      "",
      "Samples: { \"$PendingTasks\": [[\"2026-01-05T08:29:45Z\", 12], …] }",
      "Current: { \"$TargetDedicatedNodes\": 2, \"$CurrentDedicatedNodes\": 2, … }",
      "A case:  { \"formula\": \"…\", \"now\": \"…\", \"current\": {…}, \"samples\": {…},",
      "           \"expect\": { \"$TargetDedicatedNodes\": 3 } }"
    })
final class AutoscaleEvaluateCommand implements Callable<Integer> {

  private static final int OTHERWISE = 1;

  private final Surroundings surroundings;

  @Mixin Common common = new Common();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FORMULA",
      defaultValue = "",
      description = "File with the formula; - for standard input.")
  String formula = "";

  @Option(
      names = "--samples",
      paramLabel = "JSON",
      defaultValue = "{}",
      description = "What was sampled: a file, or JSON itself.")
  String samples = "{}";

  @Option(
      names = "--current",
      paramLabel = "JSON",
      defaultValue = "{}",
      description = "The pool's targets, nodes and task slots: a file, or JSON itself.")
  String current = "{}";

  @Option(
      names = "--now",
      paramLabel = "TIME",
      defaultValue = "",
      description = "When it is, as 2026-01-05T08:30:00Z (default: now).")
  String now = "";

  @Option(
      names = "--case",
      paramLabel = "FILE",
      defaultValue = "",
      description =
          "A case with formula and conditions, or a list of them, instead of FORMULA; - for"
              + " standard input.")
  String cases = "";

  @Option(
      names = "--check",
      description =
          "End with exit code 1 if a formula fails, or a case comes out other than it states.")
  boolean check;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "TEXT",
      description = "text or json.")
  OutputFormat output = OutputFormat.TEXT;

  @Spec CommandSpec spec = CommandSpec.create();

  AutoscaleEvaluateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    if (formula.isEmpty() == cases.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "give either FORMULA or --case FILE");
    }
    Console console =
        new Console(
            surroundings.out(),
            surroundings.err(),
            surroundings.screen(),
            output == OutputFormat.JSON);
    Set<String> unknown = new LinkedHashSet<>();
    Optional<JsonNode> document =
        cases.isEmpty() ? Optional.empty() : Optional.of(JsonFiles.file(cases));
    List<EvaluationCase> given =
        document.isPresent()
            ? EvaluationCase.of(document.get(), instant(), unknown)
            : List.of(ofFormula(unknown));
    unknown.forEach(name -> console.note("warning: no metric is called " + name));
    List<Outcome> outcomes = given.stream().map(EvaluationCase::run).toList();
    if (output == OutputFormat.JSON) {
      boolean list = document.isPresent() && document.get().isArray();
      console.document(
          list ? outcomes.stream().map(Outcome::document).toList() : outcomes.get(0).document());
    } else {
      outcomes.forEach(outcome -> console.say(ForeignText.block(outcome.text()) + "\n"));
    }
    return check && !checked(given, outcomes, console) ? OTHERWISE : 0;
  }

  private EvaluationCase ofFormula(Set<String> unknown) throws IOException {
    Conditions conditions =
        Conditions.at(instant())
            .withPool(ConditionsJson.pool(JsonFiles.inlineOrFile(current)))
            .withSamples(ConditionsJson.samples(JsonFiles.inlineOrFile(samples), unknown));
    return new EvaluationCase(
        "",
        new Excerpt(TextFile.shown(formula), TextFile.formula(formula)),
        conditions,
        JsonNodeFactory.instance.objectNode());
  }

  private Instant instant() {
    return now.isEmpty() ? surroundings.timeline().now() : ConditionsJson.instant(now);
  }

  /** Whether all came out as stated; tells what didn't. */
  private static boolean checked(
      List<EvaluationCase> given, List<Outcome> outcomes, Console console) {
    List<String> failures = new ArrayList<>();
    for (int index = 0; index < given.size(); index++) {
      String name = given.get(index).name();
      for (String difference : Expectations.differences(given.get(index), outcomes.get(index))) {
        failures.add((name.isEmpty() ? "" : name + ": ") + difference);
      }
    }
    failures.forEach(console::note);
    console.note(
        failures.isEmpty()
            ? given.size() + (given.size() == 1 ? " case" : " cases") + " as expected"
            : failures.size() + (failures.size() == 1 ? " difference" : " differences"));
    return failures.isEmpty();
  }
}
