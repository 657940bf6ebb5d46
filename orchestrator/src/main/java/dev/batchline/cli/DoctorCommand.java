package dev.batchline.cli;

import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.ForeignText;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks an account before the first real run. */
@Command(
    name = "doctor",
    description = {
      "Check what a run needs, and say what to fix: settings, network, clocks, credentials, images,"
          + " Storage.",
      "It costs nothing: no pool is made, and one small blob is written and removed."
    },
    footerHeading = "%nExample:%n",
    footer = "  batchline doctor --output json")
final class DoctorCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin LookOptions look = new LookOptions();

  DoctorCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    Console console = look.console(surroundings);
    List<Diagnosis> found =
        new Doctor(
                surroundings,
                look.connection.over(surroundings.environment()),
                look.connection.container)
            .examine();
    if (console.json()) {
      console.document(found.stream().map(DoctorCommand::document).toList());
    } else {
      found.forEach(each -> tell(each, console));
    }
    return found.stream().mapToInt(Diagnosis::exitCode).max().orElse(0);
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
