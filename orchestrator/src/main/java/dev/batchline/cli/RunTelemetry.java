package dev.batchline.cli;

import dev.batchline.run.RunResult;
import dev.batchline.target.azurebatch.EntraId;
import dev.batchline.telemetry.AzureMonitor;
import dev.batchline.telemetry.MonitorSettings;
import dev.batchline.telemetry.Parts;
import dev.batchline.telemetry.TaskSamples;
import dev.batchline.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;

/** Gathers what was measured during a run: the samples among its logs, and Azure Monitor's. */
final class RunTelemetry {

  private static final String SAMPLES = "telemetry.ndjson";

  private RunTelemetry() {}

  static Telemetry read(Connection connection, RunResult result, Instant from, Instant to)
      throws IOException {
    Parts parts = samples(result.directory().resolve("logs"), from, to);
    Map<String, String> environment = connection.environment();
    MonitorSettings settings =
        MonitorSettings.fromEnvironment(environment, () -> EntraId.credential(environment));
    String job = result.record().target().names().getOrDefault("job", result.record().runId());
    parts.include(new AzureMonitor(settings).read(job, from, to));
    return parts.telemetry(from, to);
  }

  private static Parts samples(Path logs, Instant from, Instant to) throws IOException {
    TaskSamples samples = new TaskSamples(from, to);
    if (Files.isDirectory(logs)) {
      try (Stream<Path> files = Files.walk(logs, 3)) {
        Iterator<Path> found =
            files.filter(file -> file.getFileName().toString().equals(SAMPLES)).iterator();
        while (found.hasNext()) {
          samples.add(Files.newInputStream(found.next()));
        }
      }
    }
    return samples.parts();
  }
}
