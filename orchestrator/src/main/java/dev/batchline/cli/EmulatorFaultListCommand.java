package dev.batchline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.FaultText;
import dev.batchline.cli.local.EmulatorControl;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the faults in force. */
@Command(
    name = "list",
    description = "Show what goes wrong, and how often it did.",
    footerHeading = "%nExample:%n",
    footer = "  batchline emulator fault list --output json")
final class EmulatorFaultListCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin ControlOptions control = new ControlOptions();

  EmulatorFaultListCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    Console console = control.console(surroundings);
    try (EmulatorControl emulator = control.control(surroundings)) {
      JsonNode state = emulator.get("list the faults", "/control/faults");
      if (console.json()) {
        console.document(state);
      } else {
        console.say(FaultText.of(state));
      }
    }
    return 0;
  }
}
