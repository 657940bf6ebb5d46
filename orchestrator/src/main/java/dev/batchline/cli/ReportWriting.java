package dev.batchline.cli;

import dev.batchline.base.RunId;
import dev.batchline.report.ReportFiles;
import dev.batchline.report.RunReport;
import dev.batchline.report.RunView;
import dev.batchline.run.RunRecord;
import dev.batchline.run.RunResult;
import dev.batchline.storage.RunStore;
import dev.batchline.target.azurebatch.EntraId;
import dev.batchline.telemetry.MonitorSettings;
import dev.batchline.telemetry.RunTelemetry;
import dev.batchline.telemetry.Telemetry;
import dev.batchline.telemetry.TelemetryJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Leaves the report of a run that has ended beside its outputs, on disk and in Storage. */
final class ReportWriting {

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
    Telemetry telemetry =
        measured(connection, result.record(), new Span(view.started(), view.ended()));
    RunReport report = view.report(telemetry);
    for (Path file : ReportFiles.write(report, view, telemetry, directory)) {
      store.writeReport(file.getFileName().toString(), file);
    }
    return new Written(report, directory.resolve(ReportFiles.SUMMARY));
  }

  /**
   * Writes the report of a run that this process doesn't drive; Storage keeps the one it has.
   *
   * @return what it says
   */
  static RunReport again(Connection connection, RunResult result) throws IOException {
    RunView view = new RunView(result);
    Telemetry telemetry =
        telemetry(connection, result.record(), new Span(view.started(), view.ended()));
    RunReport report = view.report(telemetry);
    ReportFiles.write(report, view, telemetry, result.directory().resolve("report"));
    return report;
  }

  /** What was measured of a run; of one that has ended, when it ended. */
  static Telemetry telemetry(Connection connection, RunRecord record, Span span)
      throws IOException {
    RunStore store = connection.files().run(new RunId(record.runId()));
    Optional<byte[]> stored =
        record.state().ended() ? store.report(TelemetryJson.FILE) : Optional.empty();
    return stored.isPresent()
        ? TelemetryJson.read(stored.get())
        : measured(connection, record, span);
  }

  private static Telemetry measured(Connection connection, RunRecord record, Span span) {
    RunStore store = connection.files().run(new RunId(record.runId()));
    return new RunTelemetry(store, monitor(connection))
        .read(record.target().jobs(), span.from(), span.to());
  }

  /** From when to when a run went on. */
  record Span(Instant from, Instant to) {

    /** Of a run that has not ended, until now. */
    static Span of(RunRecord record, Instant now) {
      return new Span(
          record.times().started().orElse(record.times().created()),
          record.times().ended().orElse(now));
    }
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
