package dev.batchline.emulator.state;

import dev.batchline.emulator.model.Account;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.Change;
import dev.batchline.emulator.model.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What is to be written down about an account, or about what has changed in it. */
final class Entries {

  private Entries() {}

  /** Everything. */
  static List<Entry> all(Account account) {
    List<Entry> all = new ArrayList<>();
    for (AccountPool pool : account.pools().values()) {
      all.add(pool(pool));
      pool.allNodes().forEach(node -> all.add(Entry.NodeIs.of(node)));
    }
    account.jobs().values().forEach(job -> all(job, all));
    account.schedules().values().forEach(schedule -> all.add(new Entry.ScheduleIs(schedule)));
    account.past().forEach(usage -> all.add(new Entry.Used(usage)));
    return all;
  }

  private static void all(AccountJob job, List<Entry> all) {
    String key = job.job().key();
    all.add(new Entry.JobIs(job.job()));
    job.nodes().values().forEach(on -> all.add(new Entry.JobOnNode(key, on)));
    job.tasks().satisfied().forEach(task -> all.add(new Entry.Satisfied(key, task)));
    for (Task task : job.tasks().all().values()) {
      all.add(new Entry.SettingsAre(key, task.settings()));
      all.add(Entry.TaskIs.of(key, task));
    }
    job.subtasks().forEach((task, subtasks) -> all.add(new Entry.SubtasksAre(key, task, subtasks)));
  }

  private static Entry pool(AccountPool pool) {
    return new Entry.PoolIs(pool.pool(), pool.numbers(), pool.usage());
  }

  /**
   * What has changed, as it is now. Pools and jobs come first: what belongs to them may be new with
   * them.
   */
  static List<Entry> of(Account account, Collection<Change> changes) {
    List<Entry> first = new ArrayList<>();
    List<Entry> then = new ArrayList<>();
    for (Change change : changes) {
      boolean whole = change instanceof Change.OfPool || change instanceof Change.OfJob;
      of(account, change).ifPresent((whole ? first : then)::add);
    }
    first.addAll(then);
    return first;
  }

  /** Nothing, if it went together with what it belonged to. */
  private static Optional<Entry> of(Account account, Change change) {
    if (change instanceof Change.OfPool of) {
      return Optional.of(
          account
              .findPool(of.pool())
              .map(Entries::pool)
              .orElseGet(() -> new Entry.PoolGone(of.pool())));
    }
    if (change instanceof Change.OfNode of) {
      return account.findPool(of.pool()).map(pool -> node(pool, of.node()));
    }
    if (change instanceof Change.OfSchedule of) {
      return Optional.of(
          account.schedules().containsKey(of.schedule())
              ? new Entry.ScheduleIs(account.schedule(of.schedule()))
              : new Entry.ScheduleGone(of.schedule()));
    }
    if (change instanceof Change.OfUsage of) {
      return Optional.of(new Entry.Used(of.usage()));
    }
    return ofJob(account, change);
  }

  private static Entry node(AccountPool pool, String key) {
    return pool.find(key)
        .<Entry>map(Entry.NodeIs::of)
        .orElseGet(() -> new Entry.NodeGone(pool.key(), key));
  }

  private static Optional<Entry> ofJob(Account account, Change change) {
    if (change instanceof Change.OfJob of) {
      return Optional.of(
          account
              .findJob(of.job())
              .<Entry>map(job -> new Entry.JobIs(job.job()))
              .orElseGet(() -> new Entry.JobGone(of.job())));
    }
    if (change instanceof Change.OfTask of) {
      return account.findJob(of.job()).map(job -> task(job, of.task()));
    }
    if (change instanceof Change.OfTaskSettings of) {
      return account
          .findJob(of.job())
          .flatMap(job -> job.tasks().find(of.task()))
          .map(task -> new Entry.SettingsAre(of.job(), task.settings()));
    }
    if (change instanceof Change.OfSubtasks of) {
      return account
          .findJob(of.job())
          .map(
              job ->
                  new Entry.SubtasksAre(
                      of.job(), of.task(), job.subtasks().getOrDefault(of.task(), List.of())));
    }
    if (change instanceof Change.OfJobOnNode of) {
      return account.findJob(of.job()).map(job -> onNode(job, of.node()));
    }
    if (change instanceof Change.OfSatisfied of) {
      return account.findJob(of.job()).map(job -> new Entry.Satisfied(of.job(), of.task()));
    }
    throw new IllegalArgumentException("nothing is known of " + change);
  }

  private static Entry task(AccountJob job, String key) {
    String of = job.job().key();
    return job.tasks()
        .find(key)
        .<Entry>map(task -> Entry.TaskIs.of(of, task))
        .orElseGet(() -> new Entry.TaskGone(of, key));
  }

  private static Entry onNode(AccountJob job, String node) {
    String of = job.job().key();
    return Optional.ofNullable(job.nodes().get(node))
        .<Entry>map(on -> new Entry.JobOnNode(of, on))
        .orElseGet(() -> new Entry.JobOffNode(of, node));
  }
}
