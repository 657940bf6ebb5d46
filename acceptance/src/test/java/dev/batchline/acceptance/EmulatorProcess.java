package dev.batchline.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * The emulator as people install it: one jar, in a process of its own.
 *
 * <p>It stops when it is closed, or when this process ends in any way: its standard input is ours.
 */
final class EmulatorProcess implements AutoCloseable {

  static final Path JAR = Batchline.ROOT.resolve("emulator/target/batchline-emulator.jar");

  private static final int PATIENCE_SECONDS = 90;

  private final Process process;
  private final Path errors;
  private final Map<String, String> settings = new LinkedHashMap<>();

  private EmulatorProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
  }

  /** Starts one on any free port, and returns when it answers. */
  static EmulatorProcess start(Path directory, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("run", "--until-stdin-closes"));
    arguments.addAll(List.of("--directory", directory.resolve("nodes").toString()));
    arguments.addAll(List.of(options));
    Path errors = Files.createTempFile(directory, "emulator", ".log");
    EmulatorProcess emulator =
        new EmulatorProcess(
            command(arguments.toArray(String[]::new)).redirectError(errors.toFile()).start(),
            errors);
    emulator.readSettings();
    return emulator;
  }

  /** A command line of the jar, not started. */
  static ProcessBuilder command(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  private void readSettings() throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (line == null) {
      throw new AssertionError("the emulator did not start:\n" + Files.readString(errors));
    }
    JsonNode json = new ObjectMapper().readTree(line);
    json.properties().forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
  }

  /** The settings of clients, under the names of environment variables. */
  Map<String, String> settings() {
    return Map.copyOf(settings);
  }

  /** Has something go wrong from now on: a rule in the form of docs/EMULATOR.md. */
  void addFault(String rule) throws IOException, InterruptedException {
    control("/rules", request -> request.POST(HttpRequest.BodyPublishers.ofString(rule)));
  }

  void clearFaults() throws IOException, InterruptedException {
    control("", HttpRequest.Builder::DELETE);
  }

  private void control(String path, UnaryOperator<HttpRequest.Builder> asked)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(settings.get("AZURE_BATCH_ENDPOINT") + "/control/faults" + path))
            .header("Authorization", "AccountKey " + settings.get("AZURE_BATCH_ACCESS_KEY"));
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(asked.apply(request).build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new AssertionError(answer.statusCode() + ": " + answer.body());
    }
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }
}
