package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.cli.console.Console;
import dev.batchline.cli.local.LocalStores;
import dev.batchline.report.Wording;
import dev.batchline.run.RunFilter;
import dev.batchline.run.RunRecord;
import dev.batchline.run.Runs;
import dev.batchline.storage.StorageSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the run that a person means, and says which it is unless its id was given.
 *
 * <p>A part of an id is looked for among the runs of this machine and those of the account, and
 * must fit one alone. The latest is the first that {@code batchline runs} lists with the same
 * options; where no account is set, the latest of this machine.
 */
final class RunFinder {

  private final Surroundings surroundings;
  private final Console console;
  private final Connection.Wish wish;
  private final LocalStores stores;

  RunFinder(Surroundings surroundings, Console console, ConnectionOptions options, boolean local) {
    this.surroundings = surroundings;
    this.console = console;
    this.wish = new Connection.Wish(options, local, false);
    this.stores = new LocalStores(surroundings.home());
  }

  /**
   * @throws RunException with the user's blame if there is none, or not one alone
   */
  RunId find(String text) throws IOException, InterruptedException {
    RunName name = RunName.of(text);
    if (name instanceof RunName.Whole whole) {
      return whole.id();
    }
    RunId found =
        name instanceof RunName.Latest latest
            ? latest(latest.job())
            : RunName.only((RunName.Part) name, ids());
    Duration age = Duration.between(Runs.began(found), surroundings.timeline().now());
    console.note(text + " is run " + found + ", begun " + Wording.duration(age) + " ago");
    return found;
  }

  private RunId latest(Optional<String> job) throws IOException, InterruptedException {
    boolean account = asksAccount();
    Optional<RunId> latest = account ? latestOfAccount(job) : Runs.latest(stores.runs(), job);
    return latest.orElseThrow(
        () ->
            new RunException(
                Blame.USER,
                "find the latest run" + job.map(named -> " of job " + named).orElse(""),
                (account ? "the account" : "this machine") + " has none",
                "List the runs there are with: batchline runs"
                    + (account ? ". Those of this machine are found with --local." : " --local")));
  }

  private Optional<RunId> latestOfAccount(Optional<String> job)
      throws IOException, InterruptedException {
    RunFilter filter = new RunFilter(Set.of(), job, Optional.empty(), 1);
    try (Connection connection = Connection.open(surroundings, console, wish)) {
      return new Runs(connection.files())
          .list(filter).stream().map(RunRecord::runId).map(RunId::new).findFirst();
    }
  }

  /** Latest first. */
  private List<RunId> ids() throws IOException, InterruptedException {
    List<RunId> ids = new ArrayList<>(stores.runs());
    if (asksAccount()) {
      try (Connection connection = Connection.open(surroundings, console, wish)) {
        ids.addAll(new Runs(connection.files()).ids());
      }
    }
    ids.sort(Runs.LATEST_FIRST);
    return ids;
  }

  private boolean asksAccount() throws IOException {
    return !wish.local()
        && StorageSettings.isNamed(wish.options().over(surroundings.environment()));
  }
}
