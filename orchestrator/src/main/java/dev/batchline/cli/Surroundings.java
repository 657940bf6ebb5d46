package dev.batchline.cli;

import dev.batchline.base.Timeline;
import dev.batchline.cli.console.Screen;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * All that a command may touch of the process it runs in; tests hand in their own.
 *
 * @param out standard output
 * @param err standard error
 * @param screen the terminal behind standard error, if there is one
 * @param install the checkout's build output or the unpacked archive
 * @param home where local state lives
 */
public record Surroundings(
    Map<String, String> environment,
    PrintStream out,
    PrintStream err,
    Screen screen,
    Path install,
    Path home,
    Timeline timeline) {

  public Surroundings {
    environment = Map.copyOf(environment);
  }

  static Surroundings ofProcess(Map<String, String> environment, Timeline timeline) {
    String install = System.getProperty("batchline.install", "");
    return new Surroundings(
        environment,
        utf8(FileDescriptor.out, false),
        utf8(FileDescriptor.err, true),
        Screen.of(
            Integer.getInteger("batchline.terminal", 0),
            Boolean.getBoolean("batchline.terminal.output"),
            environment),
        Path.of(install.isEmpty() ? "." : install).toAbsolutePath().normalize(),
        home(environment).toAbsolutePath().normalize(),
        timeline);
  }

  /**
   * Java takes a home from the system's list of users, but a shell's HOME is what a person sets.
   */
  private static Path home(Map<String, String> environment) {
    String named = environment.getOrDefault("BATCHLINE_HOME", "");
    if (!named.isBlank()) {
      return Path.of(named);
    }
    String home = environment.getOrDefault("HOME", "");
    return Path.of(home.isBlank() ? System.getProperty("user.home") : home, ".batchline");
  }

  /** The same, with another standard output. */
  Surroundings withOut(PrintStream other) {
    return new Surroundings(environment, other, err, screen, install, home, timeline);
  }

  /** A variable's value; empty when it is unset or blank. */
  public String variable(String name) {
    return environment.getOrDefault(name, "").strip();
  }

  /** Whether this is a step of Azure Pipelines. */
  public boolean inPipeline() {
    return "true".equalsIgnoreCase(variable("TF_BUILD"));
  }

  /**
   * @param soon whether each line is written at once; else when it is flushed
   */
  private static PrintStream utf8(FileDescriptor descriptor, boolean soon) {
    OutputStream stream = new FileOutputStream(descriptor);
    return new PrintStream(new java.io.BufferedOutputStream(stream), soon, StandardCharsets.UTF_8);
  }
}
