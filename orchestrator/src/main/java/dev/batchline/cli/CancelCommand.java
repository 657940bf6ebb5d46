package dev.batchline.cli;

import dev.batchline.base.RunId;
import dev.batchline.cli.console.Console;
import dev.batchline.run.RunRecord;
import dev.batchline.run.Runs;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks for the end of a run. */
@Command(
    name = "cancel",
    description = "End a run; what it has made so far stays.",
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
    RunId id = run.id();
    Console console = look.console(surroundings);
    Connection.Wish wish = new Connection.Wish(look.connection, run.local, false);
    try (Connection connection = Connection.toRun(id, surroundings, console, wish)) {
      Runs runs = new Runs(connection.files());
      RunRecord record = runs.get(id);
      boolean ended = record.state().ended();
      if (!ended) {
        runs.requestCancel(id, reason);
      }
      if (console.json()) {
        console.document(Map.of("runId", id.value(), "requested", !ended));
      } else {
        console.say(
            ended
                ? "Run " + id + " has ended already: " + record.state().word() + "."
                : "Asked run "
                    + id
                    + " to end. Whoever drives it does so within seconds; if nobody does:"
                    + " batchline attach "
                    + id);
      }
    }
    return 0;
  }
}
