package dev.batchline.emulator.state;

import dev.batchline.emulator.model.Account;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.NodeLoad;
import dev.batchline.emulator.model.NodeLoad.RecentTask;
import dev.batchline.emulator.model.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** The tasks that ended last on each node, found among all tasks. */
final class RecentTasks {

  /** The one that ended first is the first to go. */
  private static final Comparator<RecentTask> BY_END =
      Comparator.comparing(task -> task.execution().ended().orElse(Instant.MIN));

  private final Map<String, PriorityQueue<RecentTask>> byNode = new HashMap<>();

  private RecentTasks() {}

  static RecentTasks of(Account account) {
    RecentTasks recent = new RecentTasks();
    for (AccountJob job : account.jobs().values()) {
      for (Task task : job.tasks().all().values()) {
        recent.add(job, task);
      }
    }
    return recent;
  }

  private void add(AccountJob job, Task task) {
    if (task.placement().isEmpty() || task.execution().ended().isEmpty()) {
      return;
    }
    PriorityQueue<RecentTask> tasks =
        byNode.computeIfAbsent(
            Ids.key(task.placement().get().nodeId()), key -> new PriorityQueue<>(BY_END));
    tasks.add(new RecentTask(job.job().id(), task.id(), task.execution()));
    if (tasks.size() > NodeLoad.MOST_RECENT) {
      tasks.remove();
    }
  }

  /** Newest first. */
  List<RecentTask> on(String nodeId) {
    PriorityQueue<RecentTask> found = byNode.get(Ids.key(nodeId));
    if (found == null) {
      return List.of();
    }
    List<RecentTask> tasks = new ArrayList<>(found);
    tasks.sort(BY_END.reversed());
    return tasks;
  }
}
