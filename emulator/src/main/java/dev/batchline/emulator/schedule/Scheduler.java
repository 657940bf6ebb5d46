package dev.batchline.emulator.schedule;

import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.Assignment;
import dev.batchline.emulator.model.JobSettings;
import dev.batchline.emulator.model.JobState;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides which tasks run where next: pure, it changes nothing.
 *
 * <p>Jobs come by priority, then by age; tasks of a job in the order they were added, except that
 * one which fits nowhere doesn't hold up those of another shape. It looks at the heads of queues
 * alone, so its time depends on the slots that are free, not on the tasks that wait.
 */
public final class Scheduler {

  static final Comparator<AccountJob> ORDER =
      Comparator.<AccountJob>comparingInt(job -> -job.job().settings().priority())
          .thenComparing(job -> job.job().created());

  private Scheduler() {}

  /**
   * What to start now.
   *
   * @param jobs those bound to the pool
   */
  public static List<Assignment> assign(AccountPool pool, List<AccountJob> jobs) {
    FreeSlots free = FreeSlots.of(pool);
    List<Assignment> assignments = new ArrayList<>();
    List<AccountJob> inOrder = new ArrayList<>(jobs);
    inOrder.sort(ORDER);
    for (AccountJob job : inOrder) {
      if (free.none()) {
        break;
      }
      if (job.job().is(JobState.ACTIVE)) {
        assign(job, free, assignments);
      }
    }
    return assignments;
  }

  private static void assign(AccountJob job, FreeSlots free, List<Assignment> assignments) {
    int most = job.job().settings().maxParallelTasks();
    int left = most < 0 ? Integer.MAX_VALUE : most - job.tasks().placed().size();
    TaskQueues queues = new TaskQueues(job);
    while (left > 0 && !free.none()) {
      Optional<Task> next = queues.next(free.largest());
      if (next.isEmpty()) {
        return;
      }
      Task task = next.get();
      List<Node> nodes = free.take(task, node -> usable(job, node));
      if (nodes.isEmpty()) {
        queues.skip(task.settings().shape());
      } else {
        assignments.add(new Assignment(job, task, nodes));
        left--;
      }
    }
  }

  /** Whether the job may use the node, as far as its preparation went there. */
  static boolean usable(AccountJob job, Node node) {
    AccountJob.OnNode on = job.nodes().get(node.key());
    boolean wait =
        job.job()
            .settings()
            .preparation()
            .map(JobSettings.Preparation::waitForSuccess)
            .orElse(false);
    return on == null || on.usable(wait);
  }
}
