package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.Interruption;
import dev.batchline.base.RunException;
import dev.batchline.cli.console.Activity;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.ForeignText;
import dev.batchline.spec.PoolFile;
import dev.batchline.spec.PoolSpec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks an account before the first real run. */
@Command(
    name = "doctor",
    description = {
      "Check what a run needs, and say what to fix: settings, network, clocks, credentials, rights,"
          + " quotas, images, Storage.",
      "It costs nothing: no pool is made, and one small blob is written and removed; unless"
          + " --first-node is given, which makes a pool of one node and removes it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  batchline doctor --output json",
      "  batchline doctor --first-node --pool java-autoscale --set vmSize=Standard_D2s_v5"
    })
final class DoctorCommand implements Callable<Integer> {

  private static final String USUAL_POOL = "cpu-fixed";

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin LookOptions look = new LookOptions();

  @Option(
      names = "--first-node",
      description =
          "Also measure how long a pool takes to its first node, which costs some minutes of one.")
  boolean firstNode;

  @Option(
      names = "--pool",
      paramLabel = "TEMPLATE",
      description = "With --first-node: the pool's template, or a path (default: cpu-fixed).")
  String pool = "";

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "With --first-node: a parameter of the template.")
  Map<String, String> parameters = new LinkedHashMap<>();

  DoctorCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Console console = look.console(surroundings);
    Interruption interruption = new Interruption();
    List<Diagnosis> found = examine(console, interruption);
    if (console.json()) {
      console.document(found.stream().map(DoctorCommand::document).toList());
    } else {
      found.forEach(each -> tell(each, console));
    }
    return interruption.requested()
        ? ExceptionMapper.INTERRUPTED
        : found.stream().mapToInt(Diagnosis::exitCode).max().orElse(0);
  }

  private List<Diagnosis> examine(Console console, Interruption interruption)
      throws IOException, InterruptedException {
    try (Activity activity = new Activity(console, "Checking the account")) {
      return new Doctor(
              surroundings,
              look.connection.over(surroundings.environment()),
              look.connection.container,
              trial(interruption, activity))
          .examine();
    }
  }

  private Optional<BatchDoctor.Trial> trial(Interruption interruption, Activity activity) {
    if (!firstNode && pool.isEmpty() && parameters.isEmpty()) {
      return Optional.empty();
    }
    if (!firstNode) {
      throw new RunException(
          Blame.USER,
          "use --pool",
          "it belongs to --first-node",
          "Give both; without them no pool is made.");
    }
    PoolSpec spec =
        PoolFile.read(
            pool.isEmpty() ? USUAL_POOL : pool,
            parameters,
            List.of(surroundings.install().resolve("pool-templates")));
    Interrupts.handle(interruption::request);
    return Optional.of(
        new BatchDoctor.Trial(spec.template(), spec.json(), interruption, activity::show));
  }

  private static void tell(Diagnosis diagnosis, Console console) {
    console.say(
        String.format(
            Locale.ROOT,
            "%-8s %-26s %s",
            diagnosis.result().word(),
            diagnosis.check(),
            ForeignText.line(diagnosis.sentence())));
    if (!diagnosis.hint().isEmpty()) {
      console.say(" ".repeat(36) + ForeignText.line(diagnosis.hint()));
    }
  }

  private static Map<String, Object> document(Diagnosis diagnosis) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("check", diagnosis.check());
    document.put("result", diagnosis.result().word());
    document.put("sentence", diagnosis.sentence());
    document.put("hint", diagnosis.hint());
    return document;
  }
}
