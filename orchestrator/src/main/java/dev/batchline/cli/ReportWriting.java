package dev.batchline.cli;

import dev.batchline.base.RunId;
import dev.batchline.report.ReportFiles;
import dev.batchline.report.RunReport;
import dev.batchline.report.RunView;
import dev.batchline.run.RunResult;
import dev.batchline.storage.RunStore;
import dev.batchline.target.azurebatch.EntraId;
import dev.batchline.telemetry.MonitorSettings;
import dev.batchline.telemetry.RunTelemetry;
import dev.batchline.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Leaves the report of a run that has ended beside its outputs, on disk and in Storage. */
final class ReportWriting {

  /** A test report of a million tasks stays on disk alone. */
  private static final long LARGEST_STORED = 64L << 20;

  private ReportWriting() {}

  /**
   * A report that was written.
   *
   * @param summary where the Markdown summary is
   */
  record Written(RunReport report, Path summary) {}

  /** Writes it, over that of an earlier try. */
  static Written write(Connection connection, RunResult result) throws IOException {
    Path directory = result.directory().resolve("report");
    RunView view = new RunView(result);
    RunStore store = connection.files().run(new RunId(result.record().runId()));
    RunTelemetry measured = new RunTelemetry(store, monitor(connection));
    Telemetry telemetry = measured.read(view.started(), view.ended());
    RunReport report = view.report(telemetry);
    for (Path file : ReportFiles.write(report, view, telemetry, directory)) {
      if (Files.size(file) <= LARGEST_STORED) {
        store.writeReport(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return new Written(report, directory.resolve(ReportFiles.SUMMARY));
  }

  /**
   * Where Azure Monitor is asked.
   *
   * @throws dev.batchline.base.RunException if the environment names a place that it can't be;
   *     asked for before a run begins, so that none ends by it
   */
  static MonitorSettings monitor(Connection connection) {
    Map<String, String> environment = connection.environment();
    return MonitorSettings.fromEnvironment(environment, () -> EntraId.credential(environment));
  }
}
