package dev.batchline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The Azure CLI, kept running between its commands. */
final class AzureCli implements AutoCloseable {

  /** The interpreter that Debian's package is installed for. */
  private static final String PYTHON = "/usr/bin/python3";

  private static final Path SCRIPT =
      Path.of("src/test/resources/azure-cli/commands.py").toAbsolutePath();
  private static final int PATIENCE_SECONDS = 90;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter commands;

  /** What one command left. */
  record Result(int exitCode, String out, String err) {

    JsonNode json() throws IOException {
      return JSON.readTree(out.isEmpty() ? "null" : out);
    }
  }

  /** Starts it with these settings and a configuration of its own in the directory. */
  AzureCli(Map<String, String> settings, Path directory) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(PYTHON, SCRIPT.toString())
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(settings);
    builder.environment().put("AZURE_CONFIG_DIR", directory.resolve("azure").toString());
    builder.environment().put("AZURE_CORE_COLLECT_TELEMETRY", "no");
    process = builder.start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    commands = process.outputWriter(StandardCharsets.UTF_8);
  }

  /** Skips a test, saying why, on a machine without it. */
  static void require() throws IOException, InterruptedException {
    boolean there = Path.of(PYTHON).toFile().canExecute() && importable();
    if (!there) {
      System.err.println("skipped: there is no azure-cli package here; apt-get install azure-cli");
    }
    Assumptions.assumeTrue(there, "no azure-cli");
  }

  private static boolean importable() throws IOException, InterruptedException {
    return new ProcessBuilder(PYTHON, "-c", "import azure.cli.core")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  /** Runs {@code az batch} with these words. */
  Result batch(String... words) throws IOException {
    commands.write(JSON.createArrayNode().add("batch").addAll(texts(words)).toString());
    commands.newLine();
    commands.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new AssertionError("az ended at " + String.join(" ", words));
    }
    JsonNode json = JSON.readTree(answer);
    return new Result(
        json.path("exitCode").asInt(), json.path("out").asText(), json.path("err").asText());
  }

  private static ArrayNode texts(String... words) {
    ArrayNode array = JSON.createArrayNode();
    for (String word : words) {
      array.add(word);
    }
    return array;
  }

  /** Runs what has to succeed, and gives what it printed. */
  JsonNode succeed(String... words) throws IOException {
    Result result = batch(words);
    assertThat(result.exitCode()).as(String.join(" ", words) + "\n" + result.err()).isZero();
    return result.json();
  }

  /** Runs what has to fail, and gives what was said of it. */
  String fail(String... words) throws IOException {
    Result result = batch(words);
    assertThat(result.exitCode()).as(String.join(" ", words) + "\n" + result.out()).isEqualTo(1);
    return result.err();
  }

  @Override
  public void close() throws IOException {
    commands.close();
    process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }
}
