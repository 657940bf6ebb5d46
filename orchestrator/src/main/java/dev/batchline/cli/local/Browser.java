package dev.batchline.cli.local;

import dev.batchline.cli.Surroundings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The browser of whoever sits at this machine. */
public final class Browser {

  private Browser() {}

  /**
   * Shows a file; doesn't wait for anything.
   *
   * @return false if this machine has no command that opens files
   */
  public static boolean open(Path file, Surroundings surroundings) throws IOException {
    Optional<List<String>> command = opener(surroundings);
    if (command.isEmpty()) {
      return false;
    }
    List<String> line = new ArrayList<>(command.get());
    line.add(file.toAbsolutePath().toString());
    File nowhere = new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
    new ProcessBuilder(line)
        .redirectInput(nowhere)
        .redirectOutput(nowhere)
        .redirectError(nowhere)
        .start();
    return true;
  }

  private static Optional<List<String>> opener(Surroundings surroundings) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (system.contains("windows")) {
      return Optional.of(List.of("rundll32", "url.dll,FileProtocolHandler"));
    }
    String name = system.contains("mac") ? "open" : "xdg-open";
    return NodeJs.onPath(name, surroundings.environment()).map(path -> List.of(path.toString()));
  }
}
