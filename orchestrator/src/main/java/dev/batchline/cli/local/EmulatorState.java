package dev.batchline.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchline.cli.console.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the emulator that runs in the background, kept in a file.
 *
 * @param pid of the process that has started it and Azurite, and ends them when it ends
 * @param started when that process began, in milliseconds since 1970: ids of processes come back
 * @param settings what clients need, under the names of Azure's variables
 */
public record EmulatorState(long pid, long started, Path directory, Map<String, String> settings) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the calling process offers. */
  public static EmulatorState ofThisProcess(Path directory, Map<String, String> settings) {
    ProcessHandle self = ProcessHandle.current();
    return new EmulatorState(self.pid(), began(self), directory, settings);
  }

  /** Where it shows its account in a browser. */
  public String page() {
    return settings.getOrDefault("AZURE_BATCH_ENDPOINT", "") + "/";
  }

  /** The emulator that runs; a file left behind by one that doesn't is removed. */
  public static Optional<EmulatorState> running(Path home) throws IOException {
    Path file = file(home);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    JsonNode json = JSON.readTree(file.toFile());
    Map<String, String> settings = new LinkedHashMap<>();
    json.path("settings")
        .properties()
        .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
    EmulatorState state =
        new EmulatorState(
            json.path("pid").asLong(),
            json.path("started").asLong(),
            Path.of(json.path("directory").asText()),
            settings);
    if (state.process().isEmpty()) {
      Files.deleteIfExists(file);
      return Optional.empty();
    }
    return Optional.of(state);
  }

  public void write(Path home) throws IOException {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("pid", pid);
    content.put("started", started);
    content.put("directory", directory.toString());
    content.put("settings", settings);
    Directories.writePrivate(file(home), JsonText.of(content));
  }

  public static void remove(Path home) throws IOException {
    Files.deleteIfExists(file(home));
  }

  /** The process, if it is still the same one. */
  public Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid).filter(p -> p.isAlive() && began(p) == started);
  }

  private static long began(ProcessHandle process) {
    return process.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
  }

  private static Path file(Path home) {
    return home.resolve("emulator").resolve("state.json");
  }
}
