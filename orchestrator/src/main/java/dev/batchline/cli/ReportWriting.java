package dev.batchline.cli;

import dev.batchline.base.RunId;
import dev.batchline.report.ReportFiles;
import dev.batchline.report.RunReport;
import dev.batchline.report.RunView;
import dev.batchline.run.RunResult;
import dev.batchline.storage.RunStore;
import dev.batchline.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Leaves the report of a run that has ended beside its outputs, on disk and in Storage. */
final class ReportWriting {

  /** A test report of a million tasks stays on disk alone. */
  private static final long LARGEST_STORED = 64L << 20;

  private ReportWriting() {}

  /**
   * @return where the Markdown summary is
   */
  static Path write(Connection connection, RunResult result) throws IOException {
    Path directory = result.directory().resolve("report");
    RunView view = new RunView(result);
    Telemetry telemetry = RunTelemetry.read(connection, result, view.started(), view.ended());
    RunReport report = view.report(telemetry);
    RunStore store = connection.files().run(new RunId(result.record().runId()));
    for (Path file : ReportFiles.write(report, view, telemetry, directory)) {
      if (Files.size(file) <= LARGEST_STORED) {
        store.writeReport(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return directory.resolve(ReportFiles.SUMMARY);
  }
}
