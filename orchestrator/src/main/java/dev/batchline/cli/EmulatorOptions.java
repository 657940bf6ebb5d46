package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.local.EmulatorState;
import dev.batchline.cli.local.LocalServices;
import dev.batchline.cli.local.SettingsText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the emulator is to run, and how its settings are shown. */
final class EmulatorOptions {

  private static final int HIGHEST_PORT = 65535;

  /** As which text settings are shown. */
  enum Output {
    /** For people. */
    TEXT,
    /** One JSON document. */
    JSON,
    /** Lines for a shell. */
    ENV
  }

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Port of Azure Batch and Azure Monitor; any free one unless given.")
  int port;

  @Option(
      names = "--storage-port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Port of Azure Storage; any free one unless given.")
  int storagePort;

  @Option(
      names = "--pace",
      paramLabel = "TIMES",
      defaultValue = "60",
      description = "How many times faster than Azure nodes boot and pools scale (default: 60).")
  double pace;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      defaultValue = "",
      description = "Where data, nodes and logs lie (default: emulator/ in BATCHLINE_HOME).")
  String directory = "";

  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = "",
      description =
          "Keep the Batch account and its nodes' files there, and go on with what is kept there;"
              + " without it Batch begins empty each time. Storage keeps its data anyway.")
  String state = "";

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "TEXT",
      description =
          "How to print the settings: text, json, or env for lines that a shell evaluates.")
  Output output = Output.TEXT;

  @Mixin QuotaOptions quotas = new QuotaOptions();

  @Mixin FaultOptions faults = new FaultOptions();

  Path directory(Surroundings surroundings) {
    return directory.isEmpty()
        ? surroundings.home().resolve("emulator")
        : Path.of(directory).toAbsolutePath().normalize();
  }

  LocalServices.Wish wish(Surroundings surroundings) {
    requirePort("--port", port);
    requirePort("--storage-port", storagePort);
    if (!(pace > 0) || Double.isInfinite(pace)) {
      throw new RunException(
          Blame.USER, "start the emulator", "--pace is " + pace, "It is a number above 0.");
    }
    return new LocalServices.Wish(
        directory(surroundings),
        storagePort,
        Optional.of(new LocalServices.Wish.Batch(port, pace, true, state(), more())));
  }

  /** The same wish as arguments of {@code emulator run}. */
  List<String> arguments(Surroundings surroundings) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--port", Integer.toString(port),
                "--storage-port", Integer.toString(storagePort),
                "--pace", Double.toString(pace),
                "--directory", directory(surroundings).toString()));
    state().ifPresent(kept -> arguments.addAll(List.of("--state", kept.toString())));
    arguments.addAll(more());
    return arguments;
  }

  private Optional<Path> state() {
    return state.isEmpty()
        ? Optional.empty()
        : Optional.of(Path.of(state).toAbsolutePath().normalize());
  }

  private List<String> more() {
    List<String> more = new ArrayList<>(quotas.arguments());
    more.addAll(faults.arguments());
    return more;
  }

  Console console(Surroundings surroundings) {
    return new Console(
        surroundings.out(), surroundings.err(), surroundings.screen(), output != Output.TEXT);
  }

  /** Prints the settings; on standard output there is nothing else. */
  void print(EmulatorState state, Surroundings surroundings) {
    switch (output) {
      case JSON -> console(surroundings).document(state.settings());
      case ENV -> surroundings.out().println(SettingsText.exports(state.settings()));
      case TEXT -> surroundings.out().println(SettingsText.table(state.settings()));
    }
    surroundings.out().flush();
  }

  private static void requirePort(String option, int port) {
    if (port < 0 || port > HIGHEST_PORT) {
      throw new RunException(
          Blame.USER,
          "start the emulator",
          option + " is " + port,
          "Ports are 1 to " + HIGHEST_PORT + ", or 0 for any that is free.");
    }
  }
}
