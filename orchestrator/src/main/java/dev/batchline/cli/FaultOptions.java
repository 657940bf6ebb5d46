package dev.batchline.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What goes wrong in an emulator from its start. */
final class FaultOptions {

  @Option(
      names = "--faults",
      paramLabel = "PROFILE|FILE",
      description =
          "What goes wrong: a profile (chaos, busy, network, spot), or a file of JSON; see"
              + " docs/EMULATOR.md.")
  String faults = "";

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the faults: the same seed meets the same with the same faults.")
  @Nullable Long seed;

  /** The same as options of the emulator's own program. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (!faults.isEmpty()) {
      Path file = Path.of(faults);
      arguments.addAll(
          List.of("--faults", Files.exists(file) ? file.toAbsolutePath().toString() : faults));
    }
    if (seed != null) {
      arguments.addAll(List.of("--seed", Long.toString(seed)));
    }
    return arguments;
  }
}
