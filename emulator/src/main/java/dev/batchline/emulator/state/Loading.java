package dev.batchline.emulator.state;

import dev.batchline.emulator.model.Account;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.AccountJob.OnNode;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.Job;
import dev.batchline.emulator.model.JobSchedule;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.NodeLoad;
import dev.batchline.emulator.model.PoolUsage;
import dev.batchline.emulator.model.Subtask;
import dev.batchline.emulator.model.Task;
import dev.batchline.emulator.model.TaskSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts an account together from entries: the last about each thing counts. */
final class Loading {

  private final Map<String, PoolParts> pools = new LinkedHashMap<>();
  private final Map<String, JobParts> jobs = new LinkedHashMap<>();
  private final Map<String, JobSchedule> schedules = new LinkedHashMap<>();
  private final List<PoolUsage> past = new ArrayList<>();

  private record PoolParts(Entry.PoolIs is, Map<String, Entry.NodeIs> nodes) {}

  private record JobParts(
      Job job,
      Map<String, TaskSettings> settings,
      Map<String, Entry.TaskIs> tasks,
      Map<String, List<Subtask>> subtasks,
      Map<String, OnNode> nodes,
      Set<String> satisfied) {

    static JobParts of(Job job) {
      return new JobParts(
          job,
          new HashMap<>(),
          new HashMap<>(),
          new LinkedHashMap<>(),
          new LinkedHashMap<>(),
          new LinkedHashSet<>());
    }

    JobParts with(Job next) {
      return new JobParts(next, settings, tasks, subtasks, nodes, satisfied);
    }
  }

  /**
   * @throws IllegalArgumentException if it is about something in a pool or job that isn't there
   */
  void apply(Entry entry) {
    if (entry instanceof Entry.PoolIs is) {
      pool(is);
    } else if (entry instanceof Entry.PoolGone gone) {
      pools.remove(gone.pool());
    } else if (entry instanceof Entry.NodeIs is) {
      ofPool(Ids.key(is.origin().poolId())).nodes().put(Ids.key(is.origin().id()), is);
    } else if (entry instanceof Entry.NodeGone gone) {
      ofPool(gone.pool()).nodes().remove(gone.node());
    } else if (entry instanceof Entry.JobIs is) {
      job(is.job());
    } else if (entry instanceof Entry.JobGone gone) {
      jobs.remove(gone.job());
    } else if (entry instanceof Entry.ScheduleIs is) {
      schedules.put(Ids.key(is.schedule().id()), is.schedule());
    } else if (entry instanceof Entry.ScheduleGone gone) {
      schedules.remove(gone.schedule());
    } else if (entry instanceof Entry.Used used) {
      past.add(used.usage());
    } else {
      applyToJob(entry);
    }
  }

  private void applyToJob(Entry entry) {
    if (entry instanceof Entry.SettingsAre are) {
      ofJob(are.job()).settings().put(are.settings().key(), are.settings());
    } else if (entry instanceof Entry.TaskIs is) {
      ofJob(is.job()).tasks().put(is.task(), is);
    } else if (entry instanceof Entry.TaskGone gone) {
      ofJob(gone.job()).tasks().remove(gone.task());
      ofJob(gone.job()).settings().remove(gone.task());
    } else if (entry instanceof Entry.SubtasksAre are) {
      ofJob(are.job()).subtasks().put(are.task(), are.subtasks());
    } else if (entry instanceof Entry.JobOnNode on) {
      ofJob(on.job()).nodes().put(Ids.key(on.on().nodeId()), on.on());
    } else if (entry instanceof Entry.JobOffNode off) {
      ofJob(off.job()).nodes().remove(off.node());
    } else if (entry instanceof Entry.Satisfied satisfied) {
      ofJob(satisfied.job()).satisfied().add(satisfied.task());
    }
  }

  private void pool(Entry.PoolIs is) {
    String key = Ids.key(is.pool().id());
    Map<String, Entry.NodeIs> nodes =
        Optional.ofNullable(pools.get(key))
            .filter(before -> before.is().pool().created().equals(is.pool().created()))
            .map(PoolParts::nodes)
            .orElseGet(LinkedHashMap::new);
    pools.put(key, new PoolParts(is, nodes));
  }

  private void job(Job job) {
    JobParts parts =
        Optional.ofNullable(jobs.get(job.key()))
            .filter(before -> before.job().created().equals(job.created()))
            .map(before -> before.with(job))
            .orElseGet(() -> JobParts.of(job));
    jobs.put(job.key(), parts);
  }

  private PoolParts ofPool(String key) {
    return Optional.ofNullable(pools.get(key))
        .orElseThrow(() -> new IllegalArgumentException("there is no pool " + key));
  }

  private JobParts ofJob(String key) {
    return Optional.ofNullable(jobs.get(key))
        .orElseThrow(() -> new IllegalArgumentException("there is no job " + key));
  }

  /**
   * What all entries amount to.
   *
   * @throws IllegalArgumentException if of a task only half is known
   */
  Account account() {
    Account account = new Account();
    jobs.values().forEach(parts -> add(account, parts));
    RecentTasks recent = RecentTasks.of(account);
    for (PoolParts parts : pools.values()) {
      AccountPool pool = account.add(parts.is().pool());
      pool.continueFrom(parts.is().numbers(), parts.is().usage());
      parts.nodes().values().forEach(is -> pool.put(node(is, recent)));
    }
    schedules.values().forEach(account::put);
    past.forEach(account::remember);
    return account;
  }

  private static void add(Account account, JobParts parts) {
    AccountJob job = account.add(parts.job());
    parts.satisfied().forEach(job.tasks()::satisfy);
    List<Entry.TaskIs> inOrder = new ArrayList<>(parts.tasks().values());
    inOrder.sort(Comparator.comparingLong(Entry.TaskIs::sequence));
    for (Entry.TaskIs is : inOrder) {
      job.tasks().add(task(is, parts.settings()));
    }
    parts.nodes().values().forEach(job::put);
    parts.subtasks().entrySet().stream()
        .filter(of -> !of.getValue().isEmpty())
        .forEach(of -> job.setSubtasks(of.getKey(), of.getValue()));
  }

  private static Task task(Entry.TaskIs is, Map<String, TaskSettings> settings) {
    return is.task(
        Optional.ofNullable(settings.get(is.task()))
            .orElseThrow(
                () -> new IllegalArgumentException("nothing was said about task " + is.task())));
  }

  private static Node node(Entry.NodeIs is, RecentTasks recent) {
    return new Node(
        is.origin(),
        is.state(),
        is.schedulingEnabled(),
        is.lastBoot(),
        Optional.empty(),
        is.startTask(),
        new NodeLoad(List.of(), is.totalRun(), is.totalSucceeded(), recent.on(is.origin().id())),
        is.errors());
  }
}
