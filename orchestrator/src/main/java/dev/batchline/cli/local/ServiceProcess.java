package dev.batchline.cli.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A service in a process of its own that lives as long as its standard input is open.
 *
 * <p>It says on standard output, in one line of JSON, that it is ready; all else goes to its log.
 * It has a session of its own where the machine can do that, so that Ctrl-C reaches us and not it.
 * If this process dies without a word, the pipe closes and the service ends by itself.
 */
final class ServiceProcess implements AutoCloseable {

  private static final int READY_SECONDS = 60;
  private static final int STOP_SECONDS = 20;
  private static final int TAIL = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Launch launch;
  private final Process process;
  private final CompletableFuture<String> firstLine = new CompletableFuture<>();

  private ServiceProcess(Launch launch, Process process) {
    this.launch = launch;
    this.process = process;
  }

  /**
   * @param name for messages, such as {@code Azurite}
   * @param log gets standard error, anew
   * @param variables for its environment, besides ours
   */
  record Launch(String name, List<String> command, Path log, Map<String, String> variables) {}

  /**
   * Starts a service and returns before it is ready.
   *
   * @param environment its {@code PATH} says where {@code setsid} may be
   */
  static ServiceProcess start(Launch launch, Map<String, String> environment) throws IOException {
    List<String> command = new ArrayList<>();
    NodeJs.onPath("setsid", environment).ifPresent(setsid -> command.add(setsid.toString()));
    command.addAll(launch.command());
    Files.createDirectories(launch.log().toAbsolutePath().getParent());
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(launch.log().toFile());
    builder.environment().putAll(launch.variables());
    ServiceProcess service = new ServiceProcess(launch, builder.start());
    Thread reader = new Thread(service::readFirstLine, "first line of " + launch.name());
    reader.setDaemon(true);
    reader.start();
    return service;
  }

  /**
   * What the service says when it is ready.
   *
   * @throws RunException of blame SERVICE if it ends or says nothing instead
   */
  JsonNode ready() throws IOException, InterruptedException {
    try {
      String line = firstLine.get(READY_SECONDS, TimeUnit.SECONDS);
      if (line.isEmpty()) {
        process.waitFor(1, TimeUnit.SECONDS);
        throw misused().orElse(ended());
      }
      return JSON.readTree(line);
    } catch (TimeoutException e) {
      throw failed("it was not ready after " + READY_SECONDS + " s");
    } catch (JsonProcessingException e) {
      throw failed("what it said first is not JSON");
    } catch (ExecutionException e) {
      throw new IllegalStateException("never completed with a failure", e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Completed when the service has ended, for whatever reason. */
  CompletableFuture<Process> end() {
    return process.onExit();
  }

  /** Ends the service and waits for that, so that all it does at its end is done. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroy(); // the pipe is broken: a signal says the same
    }
    boolean interrupted = Thread.interrupted();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      interrupted = true;
      process.destroy();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void readFirstLine() {
    try {
      BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
      String line = output.readLine();
      firstLine.complete(line == null ? "" : line);
    } catch (IOException e) {
      firstLine.complete("");
    }
  }

  /** What a service says that doesn't know what it was asked for. */
  private Optional<RunException> misused() throws IOException {
    if (process.isAlive() || process.exitValue() != Blame.USER.exitCode()) {
      return Optional.empty();
    }
    List<String> lines =
        Files.readString(launch.log()).lines().filter(line -> !line.isBlank()).toList();
    String said = lines.isEmpty() ? "it was asked for what can't be" : lines.get(lines.size() - 1);
    return Optional.of(
        new RunException(
            Blame.USER,
            "start " + launch.name(),
            said.replaceFirst("^could not start [^:]*: ", ""),
            ""));
  }

  private RunException ended() throws IOException {
    return failed(
        process.isAlive()
            ? "it closed its output"
            : "it ended with exit code " + process.exitValue());
  }

  private RunException failed(String reason) throws IOException {
    List<String> lines = Files.readString(launch.log()).lines().toList();
    String tail = String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    return new RunException(
        Blame.SERVICE,
        "start " + launch.name(),
        reason,
        "Its log " + launch.log() + " ends with:\n" + tail);
  }
}
