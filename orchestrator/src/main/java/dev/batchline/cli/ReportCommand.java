package dev.batchline.cli;

import dev.batchline.base.RunId;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.ForeignText;
import dev.batchline.cli.local.Browser;
import dev.batchline.report.FailureGroups;
import dev.batchline.report.MarkdownSummary;
import dev.batchline.report.ReportFiles;
import dev.batchline.report.RunReport;
import dev.batchline.report.RunReport.Failure;
import dev.batchline.run.RunResult;
import dev.batchline.run.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the report of a run anew, also of one that goes on. */
@Command(
    name = "report",
    description = "Write the report of a run to this machine, and print its summary.",
    footerHeading = "%nExample:%n",
    footer = "  batchline report risk-report-20261121-060001-k3f9 --open")
final class ReportCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin RunIdArgument run = new RunIdArgument();
  @Mixin LookOptions look = new LookOptions();

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Where to; the report is in DIR/report (default: batchline-runs/RUN).")
  String to = "";

  @Option(names = "--open", description = "Show it in the browser.")
  boolean open;

  ReportCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Console console = look.console(surroundings);
    RunId id = run.id(surroundings, console, look.connection);
    Path directory = to.isEmpty() ? Path.of("batchline-runs", id.value()) : Path.of(to);
    new Destination(directory).requireWritable();
    Connection.Wish wish = new Connection.Wish(look.connection, run.local, false);
    Path page = directory.resolve("report").resolve(ReportFiles.PAGE);
    try (Connection connection = Connection.toRun(id, surroundings, console, wish)) {
      RunResult result = new Runs(connection.files()).result(id, directory);
      RunReport report = ReportWriting.again(connection, result);
      if (console.json()) {
        console.document(document(report, result, page));
      } else {
        console.say(ForeignText.block(MarkdownSummary.of(report)).stripTrailing());
      }
    }
    console.note("Report: " + page);
    if (open && !Browser.open(page, surroundings)) {
      console.note("There is no browser to show it with.");
    }
    return 0;
  }

  private static Map<String, Object> document(RunReport report, RunResult result, Path page) {
    Map<String, Object> document = RunDocument.of(result.record());
    document.put("report", page.toAbsolutePath().toString());
    document.put("sentence", report.sentence());
    Map<String, Object> cost = new LinkedHashMap<>();
    cost.put("coreHoursAllocated", report.cost().coreHoursAllocated());
    cost.put("coreHoursUsed", report.cost().coreHoursUsed());
    document.put("cost", cost);
    document.put("groups", report.groups());
    document.put("slowest", report.slowest());
    document.put("failures", report.failures());
    document.put("failuresAlike", report.alike().stream().map(ReportCommand::alike).toList());
    document.put("measures", report.measures());
    document.put("notices", report.notices());
    return document;
  }

  private static Map<String, Object> alike(FailureGroups.Group<Failure> group) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("count", group.size());
    document.put("tasks", group.members().stream().map(Failure::task).toList());
    document.put("reason", group.first().reason());
    document.put("stderr", group.tail());
    return document;
  }
}
