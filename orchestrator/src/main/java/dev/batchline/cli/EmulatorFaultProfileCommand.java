package dev.batchline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.FaultText;
import dev.batchline.cli.local.EmulatorControl;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Switches a mix of faults on. */
@Command(
    name = "profile",
    description = "Switch on a mix of faults in place of all others, or list the mixes.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  batchline emulator fault profile",
      "  batchline emulator fault profile chaos --seed 7"
    })
final class EmulatorFaultProfileCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin ControlOptions control = new ControlOptions();

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "Which: chaos, busy, network or spot; lists them unless given.")
  String name = "";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed meets the same with the same faults (default: 0).")
  long seed;

  EmulatorFaultProfileCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    Console console = control.console(surroundings);
    try (EmulatorControl emulator = control.control(surroundings)) {
      boolean list = name.isEmpty();
      JsonNode answer =
          list ? emulator.get("list the profiles", "/control/faults/profiles") : set(emulator);
      if (console.json()) {
        console.document(answer);
      } else {
        console.say(list ? FaultText.profiles(answer) : FaultText.of(answer));
      }
    }
    return 0;
  }

  private JsonNode set(EmulatorControl emulator) {
    ObjectNode wish = JSON.createObjectNode().put("profile", name).put("seed", seed);
    return emulator.send("switch on " + name, "POST", "/control/faults", wish);
  }
}
