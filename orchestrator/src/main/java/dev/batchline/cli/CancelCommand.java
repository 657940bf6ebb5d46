package dev.batchline.cli;

import dev.batchline.base.Interruption;
import dev.batchline.base.RunId;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.ForeignText;
import dev.batchline.cli.console.RecordText;
import dev.batchline.run.RunListener;
import dev.batchline.run.RunOptions;
import dev.batchline.run.RunRecord;
import dev.batchline.run.Runner;
import dev.batchline.run.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ends a run: by whoever drives it, or else itself. */
@Command(
    name = "cancel",
    description = {
      "End a run: its tasks are stopped, its job and pool removed.",
      "Outputs of what has succeeded, and all logs, stay in Storage."
    },
    footerHeading = "%nExample:%n",
    footer = "  batchline cancel risk-report-20261121-060001-k3f9 --reason \"wrong portfolio\"")
final class CancelCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin RunIdArgument run = new RunIdArgument();
  @Mixin LookOptions look = new LookOptions();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
  String reason = "cancelled by hand";

  CancelCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Console console = look.console(surroundings);
    RunId id = run.id(surroundings, console, look.connection);
    try (Connection connection = Connection.toRun(id, surroundings, console, wish(false))) {
      Runs runs = new Runs(connection.files());
      RunRecord record = runs.get(id);
      if (record.state().ended()) {
        tell(record, false, console);
        return 0;
      }
      runs.requestCancel(id, reason);
      if (Runs.isDriven(connection.files().run(id), record)) {
        tell(record, true, console);
        return 0;
      }
    }
    console.note("Nobody drives run " + id + ": it is ended from here");
    tell(end(id, console), true, console);
    return 0;
  }

  private RunRecord end(RunId id, Console console) throws IOException, InterruptedException {
    Interruption interruption = new Interruption();
    Interrupts.handle(interruption::request);
    try (Connection connection = Connection.toRun(id, surroundings, console, wish(true))) {
      RunListener listener =
          new RunListener() {
            @Override
            public void notice(String sentence) {
              console.note(ForeignText.line(sentence));
            }
          };
      return new Runner(connection.files(), connection.target(), surroundings.timeline(), listener)
          .cancel(id, reason, new RunOptions(Path.of(""), connection.pace(), false, interruption));
    }
  }

  private Connection.Wish wish(boolean withBatch) {
    return new Connection.Wish(look.connection, run.local, withBatch);
  }

  private static void tell(RunRecord record, boolean requested, Console console) {
    String id = record.runId();
    if (console.json()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("runId", id);
      document.put("requested", requested);
      document.put("state", RunDocument.of(record).get("state"));
      console.document(document);
      return;
    }
    if (!record.state().ended()) {
      String who = record.holder().map(holder -> ForeignText.line(holder.toString())).orElse("it");
      console.say(
          "Asked run "
              + id
              + " to end: "
              + who
              + " does so within seconds. See it end with: batchline status "
              + id
              + " --watch");
      return;
    }
    console.say(
        "Run "
            + id
            + (requested ? " is " : " has ended already: ")
            + record.state().word()
            + "; "
            + RecordText.counts(record)
            + ". Outputs are had with: batchline collect "
            + id);
  }
}
