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

/** Shows and sets quotas of the emulated account. */
@Command(
    name = "quota",
    description = "Show what the account may have at once, or change it.",
    footerHeading = "%nExamples:%n",
    footer = {"  batchline emulator quota", "  batchline emulator quota --core-quota 8"})
final class EmulatorQuotaCommand implements Callable<Integer> {

  private static final String PATH = "/control/quotas";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin ControlOptions control = new ControlOptions();
  @Mixin QuotaOptions quotas = new QuotaOptions();

  EmulatorQuotaCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    Console console = control.console(surroundings);
    ObjectNode changes = JSON.createObjectNode();
    quotas.given().forEach((quota, number) -> changes.put(quota.member(), number));
    try (EmulatorControl emulator = control.control(surroundings)) {
      JsonNode now =
          changes.isEmpty()
              ? emulator.get("ask for the quotas", PATH)
              : emulator.send("set the quotas", "PATCH", PATH, changes);
      if (console.json()) {
        console.document(now);
      } else {
        console.say(FaultText.quotas(now));
      }
    }
    return 0;
  }
}
