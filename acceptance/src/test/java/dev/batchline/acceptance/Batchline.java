package dev.batchline.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * The command line as people get it: the launcher in {@code orchestrator/target/dist}.
 *
 * <p>Test classes run in several processes at once, each of which has a home of its own: what runs
 * in one home is the business of one class at a time. Azurite is installed once for all homes. Each
 * process of ours gets a clean environment but for what it needs to find Java and Node.
 */
final class Batchline {

  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Path DIST = ROOT.resolve("orchestrator/target/dist");
  private static final int PATIENCE_SECONDS = 300;

  /** Runs here are over before code that is compiled better has paid for that. */
  private static final String COMPILE_FAST = "-XX:TieredStopAtLevel=1";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final Map<String, String> environment = new LinkedHashMap<>();

  /**
   * @param directory to run in; output goes to files in it
   */
  Batchline(Path directory) {
    this.directory = directory;
    for (String name : List.of("PATH", "HOME", "JAVA_HOME", "LANG", "npm_config_registry")) {
      String value = System.getenv(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
    environment.put("BATCHLINE_HOME", home().toString());
    environment.put("BATCHLINE_JAVA_OPTIONS", COMPILE_FAST);
  }

  /** What a finished process left. */
  record Result(int exitCode, String out, String err) {
    JsonNode json() throws IOException {
      return JSON.readTree(out);
    }
  }

  /** A process that goes on. */
  record Running(Process process, Path out, Path err) {

    /** Waits for its end. */
    Result end() throws IOException, InterruptedException {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError("did not end:\n" + Files.readString(err));
      }
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    String errors() throws IOException {
      return Files.readString(err);
    }

    /** Sends a signal by its name, such as {@code INT}. */
    void signal(String name) throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }
  }

  /** Where the command line of this process's tests keeps its things. */
  static Path home() {
    return homes().resolve(System.getProperty("batchline.acceptance.home", "of-process"));
  }

  private static Path homes() {
    String homes = System.getenv("BATCHLINE_ACCEPTANCE_HOME");
    return homes == null ? ROOT.resolve("acceptance/target/home") : Path.of(homes);
  }

  /** Skips a test, saying why, on a machine that can't run Azurite. */
  static void requireNode() throws IOException {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(entry -> Files.isExecutable(Path.of(entry, "npm")));
    if (!there) {
      System.err.println("skipped: there is no npm on the PATH, so Azurite can't be installed");
    }
    Assumptions.assumeTrue(there, "no npm on the PATH");
    Path shared = Files.createDirectories(homes().resolve("azurite"));
    Path ours = Files.createDirectories(home()).resolve("azurite");
    if (!Files.exists(ours)) {
      Files.createSymbolicLink(ours, shared);
    }
  }

  Batchline with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Batchline with(JsonNode settings) {
    settings.properties().forEach(entry -> with(entry.getKey(), entry.getValue().asText()));
    return this;
  }

  Result run(String... arguments) throws IOException, InterruptedException {
    return start(arguments).end();
  }

  Running start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(DIST.resolve("batchline").toString()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new Running(builder.start(), out, err);
  }

  /** Command lines of processes that work for our home, or hold this text. */
  static List<String> processesNaming(String text) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains(text))
        .toList();
  }
}
