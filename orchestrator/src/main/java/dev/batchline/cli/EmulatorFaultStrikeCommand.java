package dev.batchline.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.local.EmulatorControl;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Does something to one node, now. */
@Command(
    name = "strike",
    description = "Take a Spot node away, or break a node, now.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  batchline emulator fault strike preempt --pool spot --node tvmps_…_p",
      "  batchline emulator fault strike unusable --pool night --node tvmps_…_d --code DiskFull"
    })
final class EmulatorFaultStrikeCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin ControlOptions control = new ControlOptions();

  @Parameters(paramLabel = "WHAT", description = "preempt or unusable.")
  String what = "";

  @Option(names = "--pool", required = true, paramLabel = "ID", description = "The node's pool.")
  String pool = "";

  @Option(names = "--node", required = true, paramLabel = "ID", description = "The node.")
  String node = "";

  @Option(
      names = "--code",
      paramLabel = "CODE",
      description = "What an unusable node says is wrong with it (default: Unknown).")
  String code = "Unknown";

  EmulatorFaultStrikeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    Console console = control.console(surroundings);
    ObjectNode wish =
        JSON.createObjectNode()
            .put("fault", what)
            .put("poolId", pool)
            .put("nodeId", node)
            .put("code", code);
    try (EmulatorControl emulator = control.control(surroundings)) {
      emulator.send(what + " node " + node, "POST", "/control/nodes", wish);
      if (console.json()) {
        console.document(wish);
      } else {
        console.say("Done.");
      }
    }
    return 0;
  }
}
