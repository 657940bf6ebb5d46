package dev.batchline.cli;

import dev.batchline.base.Interruption;
import dev.batchline.base.RunId;
import dev.batchline.cli.console.Console;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks at a run without driving it. */
@Command(
    name = "status",
    description = "Look at a run, without driving it; says in one sentence why nothing runs.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  batchline status risk-report-20261121-060001-k3f9 --output json",
      "  batchline status risk-report-20261121-060001-k3f9 --watch      until it has ended"
    })
final class StatusCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin RunIdArgument run = new RunIdArgument();
  @Mixin LookOptions look = new LookOptions();

  @Option(
      names = "--watch",
      description = "Look until the run has ended, and end with its exit code.")
  boolean watch;

  StatusCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Console console = look.console(surroundings);
    RunId id = run.id(surroundings, console, look.connection);
    Connection.Wish wish = new Connection.Wish(look.connection, run.local, false);
    StatusLook status = new StatusLook(surroundings, console, id, wish);
    if (!watch) {
      status.once();
      return 0;
    }
    Interruption interruption = new Interruption();
    Interrupts.handle(interruption::request);
    return status.untilItEnds(interruption);
  }
}
