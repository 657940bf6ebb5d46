package dev.batchline.cli.local;

import dev.batchline.cli.Surroundings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Batchline itself once more, in the background: it outlives this process and its terminal. */
public final class DetachedProcess {

  private DetachedProcess() {}

  /**
   * @param arguments of the command line
   * @param log gets all that it prints, anew
   */
  public static Process start(Surroundings surroundings, List<String> arguments, Path log)
      throws IOException {
    List<String> command = new ArrayList<>();
    NodeJs.onPath("setsid", surroundings.environment())
        .ifPresent(setsid -> command.add(setsid.toString()));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dbatchline.install=" + surroundings.install(),
            "-cp",
            System.getProperty("java.class.path"),
            "dev.batchline.cli.Main"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("BATCHLINE_HOME", surroundings.home().toString());
    return builder
        .redirectInput(new File(File.separatorChar == '\\' ? "NUL" : "/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }
}
