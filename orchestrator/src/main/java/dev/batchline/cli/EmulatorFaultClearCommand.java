package dev.batchline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.FaultText;
import dev.batchline.cli.local.EmulatorControl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends faults. */
@Command(
    name = "clear",
    description = "Let nothing go wrong any more, or end single faults.",
    footerHeading = "%nExamples:%n",
    footer = {"  batchline emulator fault clear", "  batchline emulator fault clear 2 3"})
final class EmulatorFaultClearCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin ControlOptions control = new ControlOptions();

  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description = "Which, as \"fault list\" numbers them; all unless given.")
  List<Integer> ids = new ArrayList<>();

  EmulatorFaultClearCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    Console console = control.console(surroundings);
    try (EmulatorControl emulator = control.control(surroundings)) {
      if (ids.isEmpty()) {
        emulator.delete("end the faults", "/control/faults");
      }
      for (int id : ids) {
        emulator.delete("end fault " + id, "/control/faults/rules/" + id);
      }
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
