package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.RecordText;
import dev.batchline.cli.local.LocalStores;
import dev.batchline.run.RunRecord;
import dev.batchline.run.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists runs. */
@Command(
    name = "runs",
    description = "List the runs there are, latest first.",
    footerHeading = "%nExample:%n",
    footer = "  batchline runs --local")
final class RunsCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin LookOptions look = new LookOptions();

  @Option(names = "--local", description = "Those of this machine.")
  boolean local;

  RunsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Console console = look.console(surroundings);
    Connection.Wish wish = new Connection.Wish(look.connection, local, false);
    List<RunRecord> records = new ArrayList<>();
    if (local) {
      for (Path store : new LocalStores(surroundings.home()).all()) {
        records.addAll(inStore(store, console, wish));
      }
    } else {
      try (Connection connection = Connection.open(surroundings, console, wish)) {
        new Runs(connection.files()).forEach(records::add);
      }
    }
    records.sort(Comparator.comparing((RunRecord record) -> record.times().created()).reversed());
    if (console.json()) {
      console.document(RunDocument.of(records));
    } else if (records.isEmpty()) {
      console.say("There are no runs.");
    } else {
      records.forEach(record -> console.say(RecordText.line(record)));
    }
    return 0;
  }

  /** Services of another process may end while they are asked; then the store is free for ours. */
  private List<RunRecord> inStore(Path store, Console console, Connection.Wish wish)
      throws IOException, InterruptedException {
    try {
      return list(store, console, wish);
    } catch (RunException e) {
      if (e.blame() != Blame.SERVICE) {
        throw e;
      }
      return list(store, console, wish);
    }
  }

  private List<RunRecord> list(Path store, Console console, Connection.Wish wish)
      throws IOException, InterruptedException {
    List<RunRecord> records = new ArrayList<>();
    try (Connection connection = Connection.toStore(store, surroundings, console, wish)) {
      new Runs(connection.files()).forEach(records::add);
    }
    return records;
  }
}
