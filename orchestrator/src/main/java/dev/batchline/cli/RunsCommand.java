package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.console.RecordText;
import dev.batchline.cli.local.LocalStores;
import dev.batchline.run.RunFilter;
import dev.batchline.run.RunRecord;
import dev.batchline.run.Runs;
import dev.batchline.storage.StorageSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists runs. */
@Command(
    name = "runs",
    description = "List the runs there are, latest first.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  batchline runs --local",
      "  batchline runs --name risk-report --state failed,timed-out --since 7d --output json"
    })
final class RunsCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin Common common = new Common();
  @Mixin LookOptions look = new LookOptions();

  @Option(
      names = "--local",
      description = "Those of this machine; so it is where no account is named.")
  boolean local;

  @Option(
      names = "--state",
      split = ",",
      paramLabel = "STATE",
      description = "Only those in this state, or one of several; active for all that go on.")
  List<String> states = new ArrayList<>();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Only those of the job of this name; * and ? stand for any characters.")
  String name = "";

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only those begun since: a date, a time in ISO 8601, or an age like 12h or 7d.")
  String since = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "At most so many, latest first; 0 for all (default: 50).")
  int limit;

  RunsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Console console = look.console(surroundings);
    Connection.Wish wish = new Connection.Wish(look.connection, local, false);
    RunFilter filter = filter();
    List<RunRecord> records = new ArrayList<>();
    List<Path> stores = new LocalStores(surroundings.home()).all();
    boolean unnamed = !StorageSettings.isNamed(look.connection.over(surroundings.environment()));
    if (local || (unnamed && !stores.isEmpty())) {
      for (Path store : stores) {
        records.addAll(inStore(store, console, wish, filter));
      }
      if (!local) {
        console.note("No account is named, so these are the runs of this machine.");
      }
    } else {
      try (Connection connection = Connection.open(surroundings, console, wish)) {
        records.addAll(new Runs(connection.files()).list(filter));
      }
    }
    records.sort(Comparator.comparing((RunRecord record) -> record.times().created()).reversed());
    List<RunRecord> shown = records.subList(0, Math.min(records.size(), filter.limit()));
    if (console.json()) {
      console.document(RunDocument.of(shown));
    } else if (shown.isEmpty()) {
      console.say(isFiltered() ? "No run fits." : "There are no runs.");
    } else {
      RecordText.lines(shown, surroundings.timeline().now()).forEach(console::say);
      if (shown.size() == limit) {
        console.note("These are the latest " + limit + "; --limit shows more.");
      }
    }
    return 0;
  }

  private boolean isFiltered() {
    return !states.isEmpty() || !name.isEmpty() || !since.isEmpty();
  }

  private RunFilter filter() {
    if (limit < 0) {
      throw new RunException(
          Blame.USER, "list " + limit + " runs", "it is less than none", "Use --limit 0 for all.");
    }
    return new RunFilter(
        RunStates.of(states),
        name.isEmpty() ? Optional.empty() : Optional.of(name),
        since.isEmpty()
            ? Optional.empty()
            : Optional.of(Since.of(since, surroundings.timeline().now())),
        limit == 0 ? Integer.MAX_VALUE : limit);
  }

  /** Services of another process may end while they are asked; then the store is free for ours. */
  private List<RunRecord> inStore(
      Path store, Console console, Connection.Wish wish, RunFilter filter)
      throws IOException, InterruptedException {
    try {
      return list(store, console, wish, filter);
    } catch (RunException e) {
      if (e.blame() != Blame.SERVICE) {
        throw e;
      }
      return list(store, console, wish, filter);
    }
  }

  private List<RunRecord> list(Path store, Console console, Connection.Wish wish, RunFilter filter)
      throws IOException, InterruptedException {
    List<RunRecord> records = new ArrayList<>();
    try (Connection connection = Connection.toStore(store, surroundings, console, wish)) {
      records.addAll(new Runs(connection.files()).list(filter));
    }
    return records;
  }
}
