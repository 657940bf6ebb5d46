package dev.batchline.cli;

import dev.batchline.cli.local.EmulatorState;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says whether the emulator runs, and where. */
@Command(
    name = "status",
    description = "Say whether it runs: exit code 0 if so, 1 if not.",
    footerHeading = "%nExample:%n",
    footer = "  batchline emulator status --output json")
final class EmulatorStatusCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin Common common = new Common();

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "TEXT",
      description = "text or json.")
  OutputFormat output = OutputFormat.TEXT;

  EmulatorStatusCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    Optional<EmulatorState> running = EmulatorState.running(surroundings.home());
    surroundings.out().println(output == OutputFormat.JSON ? json(running) : text(running));
    surroundings.out().flush();
    return running.isPresent() ? 0 : 1;
  }

  private static String json(Optional<EmulatorState> running) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("running", running.isPresent());
    running.ifPresent(
        state -> {
          document.put("process", state.pid());
          document.put("directory", state.directory().toString());
          document.put("settings", state.settings());
        });
    return dev.batchline.cli.console.JsonText.of(document);
  }

  private static String text(Optional<EmulatorState> running) {
    return running
        .map(
            state ->
                "The emulator runs (process "
                    + state.pid()
                    + ", logs and data in "
                    + state.directory()
                    + "; "
                    + state.page()
                    + " shows it in a browser).\n"
                    + dev.batchline.cli.local.SettingsText.table(state.settings()))
        .orElse("The emulator does not run.");
  }
}
