package dev.batchline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.FaultText;
import dev.batchline.cli.local.EmulatorControl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds a fault to those in force. */
@Command(
    name = "add",
    description = "Let something go wrong from now on.",
    footerHeading = "%nKINDs, and what can be said about them:%n",
    footer = {
      "  throttle           429, or 503 with --status 503      --status --code --retry-after",
      "  error              500, or another                    --status --code --retry-after",
      "  quota-reached      of pools, jobs or job schedules",
      "  drop-before        the connection, before the work",
      "  drop-after         the connection, after the work",
      "  delay              a slow answer                      --delay",
      "  late-counts        task counts of some time ago       --delay",
      "  allocation-failed  a resize error                     --code --nodes-that-come",
      "  slow-boot          a node starts later                --delay",
      "  unusable           a node, from its boot or later     --code --within",
      "  preempted          a Spot node, after its boot        --within",
      "  start-task-failed  with an exit code                  --exit-code",
      "  download-failed    of resource files                  --code",
      "  upload-failed      of output files                    --code",
      "  disk-full          the task fails, the node is unusable",
      "",
      "Examples:",
      "  batchline emulator fault add throttle --operation 'Task_Add*' --times 3 --retry-after PT2S",
      "  batchline emulator fault add drop-after --operation Job_Add --times 1",
      "  batchline emulator fault add unusable --probability 0.2 --within PT10M --seed 7",
      "  batchline emulator fault add allocation-failed --code AccountCoreQuotaReached --duration PT1M",
      "  batchline emulator fault add download-failed --task 'simulate-3-*' --code BlobNotFound"
    })
final class EmulatorFaultAddCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin ControlOptions control = new ControlOptions();

  @Parameters(paramLabel = "KIND", description = "What goes wrong; see below.")
  String kind = "";

  @Option(
      names = "--operation",
      paramLabel = "NAME",
      description = "Requests of this operation only, such as Task_Add; * and ? are wildcards.")
  List<String> operations = new ArrayList<>();

  @Option(names = "--path", paramLabel = "PATH", description = "Requests of this path only.")
  List<String> paths = new ArrayList<>();

  @Option(names = "--pool", paramLabel = "ID", description = "What concerns this pool only.")
  List<String> pools = new ArrayList<>();

  @Option(names = "--node", paramLabel = "ID", description = "What concerns this node only.")
  List<String> nodes = new ArrayList<>();

  @Option(names = "--job", paramLabel = "ID", description = "What concerns this job only.")
  List<String> jobs = new ArrayList<>();

  @Option(names = "--task", paramLabel = "ID", description = "What concerns this task only.")
  List<String> tasks = new ArrayList<>();

  @Option(
      names = "--probability",
      paramLabel = "P",
      description = "That it happens each time, from 0 to 1 (default: 1).")
  double probability = 1;

  @Option(names = "--skip", paramLabel = "N", description = "How often it could happen first.")
  long skip;

  @Option(names = "--times", paramLabel = "N", description = "How often it happens at most.")
  @Nullable Long times;

  @Option(names = "--duration", paramLabel = "TIME", description = "For how long, such as PT30S.")
  String duration = "";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed meets the same with the same faults.")
  @Nullable Long seed;

  @Option(names = "--status", paramLabel = "N", description = "HTTP status.")
  String status = "";

  @Option(names = "--code", paramLabel = "CODE", description = "Azure's code of the failure.")
  String code = "";

  @Option(names = "--retry-after", paramLabel = "TIME", description = "What the answer asks for.")
  String retryAfter = "";

  @Option(names = "--delay", paramLabel = "TIME", description = "How much later, such as PT2S.")
  String delay = "";

  @Option(
      names = "--within",
      paramLabel = "TIME",
      description = "At some moment of this time after a boot, on Azure's clock.")
  String within = "";

  @Option(names = "--nodes-that-come", paramLabel = "N", description = "In spite of the failure.")
  String nodesThatCome = "";

  @Option(names = "--exit-code", paramLabel = "N", description = "Of a start task.")
  String exitCode = "";

  EmulatorFaultAddCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    Console console = control.console(surroundings);
    try (EmulatorControl emulator = control.control(surroundings)) {
      JsonNode state = emulator.send("add the fault", "POST", "/control/faults/rules", rule());
      if (console.json()) {
        console.document(state);
      } else {
        JsonNode rules = state.path("rules");
        console.say("In force: " + FaultText.line(rules.path(rules.size() - 1)).strip());
      }
    }
    return 0;
  }

  /** The emulator says what of it is wrong. */
  private ObjectNode rule() {
    ObjectNode rule = JSON.createObjectNode().put("kind", kind);
    Map.of(
            "operations", operations,
            "paths", paths,
            "pools", pools,
            "nodes", nodes,
            "jobs", jobs,
            "tasks", tasks)
        .forEach((name, globs) -> globs.forEach(rule.withArray("/" + name)::add));
    Map.of(
            "duration", duration,
            "status", status,
            "code", code,
            "retryAfter", retryAfter,
            "delay", delay,
            "within", within,
            "nodesThatCome", nodesThatCome,
            "exitCode", exitCode)
        .forEach(
            (name, value) -> {
              if (!value.isEmpty()) {
                rule.put(name, value);
              }
            });
    rule.put("probability", probability).put("skip", skip);
    if (times != null) {
      rule.put("times", times);
    }
    if (seed != null) {
      rule.put("seed", seed);
    }
    return rule;
  }
}
