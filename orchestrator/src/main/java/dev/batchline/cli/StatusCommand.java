package dev.batchline.cli;

import dev.batchline.base.RunId;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.RecordText;
import dev.batchline.run.RunHistory;
import dev.batchline.run.RunRecord;
import dev.batchline.run.Runs;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks at a run without driving it. */
@Command(
    name = "status",
    description = "Look at a run, without driving it.",
    footerHeading = "%nExample:%n",
    footer = "  batchline status risk-report-20261121-060001-k3f9 --output json")
final class StatusCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin RunIdArgument run = new RunIdArgument();
  @Mixin LookOptions look = new LookOptions();

  StatusCommand(Surroundings surroundings) {
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
      RunHistory history = runs.history(id);
      if (console.json()) {
        Map<String, Object> document = RunDocument.of(record);
        document.put("groups", history.state().groups());
        document.put("outputs", connection.files().run(id).outputsLocation());
        console.document(document);
      } else {
        console.say(
            RecordText.of(
                record,
                history,
                connection.files().run(id).outputsLocation(),
                surroundings.timeline().now()));
      }
    }
    return 0;
  }
}
