package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.ForeignText;
import dev.batchline.cli.console.TelemetryText;
import dev.batchline.run.RunHistory;
import dev.batchline.run.RunRecord;
import dev.batchline.run.Runs;
import dev.batchline.run.TaskIndex;
import dev.batchline.storage.RunStore;
import dev.batchline.telemetry.RunTelemetry;
import dev.batchline.telemetry.Telemetry;
import dev.batchline.telemetry.TelemetryJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what was measured while a run, or one task of it, went on. */
@Command(
    name = "telemetry",
    description = {
      "Print what was measured while a run went on, or while one of its tasks did.",
      "Of a task: the node it ran on, sampled beside each attempt."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  batchline telemetry risk-report-20261121-060001-k3f9",
      "  batchline telemetry risk-report-20261121-060001-k3f9 simulate-17 --output csv"
    })
final class TelemetryCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin RunIdArgument run = new RunIdArgument();

  @Parameters(index = "1", arity = "0..1", paramLabel = "TASK", description = "Id of a task.")
  String task = "";

  @Mixin ConnectionOptions options = new ConnectionOptions();

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "TEXT",
      description = "text, json for one document, or csv for one line per value.")
  Format output = Format.TEXT;

  /** How this command answers. */
  enum Format {
    TEXT,
    JSON,
    CSV
  }

  TelemetryCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Console console =
        new Console(
            surroundings.out(), surroundings.err(), surroundings.screen(), output != Format.TEXT);
    RunId id = run.id(surroundings, console, options);
    Connection.Wish wish = new Connection.Wish(options, run.local, false);
    try (Connection connection = Connection.toRun(id, surroundings, console, wish)) {
      Telemetry telemetry = read(connection, new Runs(connection.files()).get(id));
      switch (output) {
        case TEXT -> console.say(TelemetryText.table(telemetry));
        case JSON ->
            console.lines(new String(TelemetryJson.bytes(telemetry), StandardCharsets.UTF_8));
        case CSV -> TelemetryText.csv(telemetry, console::lines);
      }
      if (output != Format.TEXT) {
        telemetry.notices().forEach(notice -> console.note(ForeignText.line(notice)));
      }
    }
    return 0;
  }

  private Telemetry read(Connection connection, RunRecord record) throws IOException {
    RunId id = new RunId(record.runId());
    RunStore store = connection.files().run(id);
    ReportWriting.Span span = ReportWriting.Span.of(record, surroundings.timeline().now());
    if (task.isEmpty()) {
      return ReportWriting.telemetry(connection, record, span);
    }
    RunHistory history = new Runs(connection.files()).history(id);
    int ordinal =
        new TaskIndex(history.plan())
            .ordinal(task)
            .orElseThrow(
                () ->
                    new RunException(
                        Blame.USER,
                        "find task " + task,
                        "run " + id + " has no such task",
                        "Its groups are listed by: batchline status " + id));
    if (history.state().reusedFrom(ordinal).isPresent()) {
      String origin = history.state().reusedFrom(ordinal).get();
      throw new RunException(
          Blame.USER,
          "find telemetry of " + task,
          "its result was taken over from run " + origin,
          "Look there: batchline telemetry " + origin + " " + task);
    }
    return RunTelemetry.ofTask(store, task, span.from(), span.to());
  }
}
