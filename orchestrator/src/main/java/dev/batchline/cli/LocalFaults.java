package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code --local-faults} says, as options of the emulator's own program. */
final class LocalFaults {

  private static final Pattern FORM = Pattern.compile("(?<faults>.+?)(:(?<seed>-?\\d{1,18}))?");

  private LocalFaults() {}

  /**
   * @param said such as {@code chaos:7}; empty for no faults
   * @throws RunException of blame USER when there are no local services to misbehave
   */
  static List<String> arguments(String said, boolean local) {
    if (said.isEmpty()) {
      return List.of();
    }
    if (!local) {
      throw new RunException(
          Blame.USER,
          "use --local-faults",
          "only the emulator misbehaves on request",
          "Add --local, or leave it out.");
    }
    Matcher parts = FORM.matcher(said);
    if (!parts.matches()) {
      throw new RunException(
          Blame.USER, "use --local-faults", "its value has more than one line", "");
    }
    Path file = Path.of(parts.group("faults"));
    String faults = Files.exists(file) ? file.toAbsolutePath().toString() : file.toString();
    return parts.group("seed") == null
        ? List.of("--faults", faults)
        : List.of("--faults", faults, "--seed", parts.group("seed"));
  }
}
