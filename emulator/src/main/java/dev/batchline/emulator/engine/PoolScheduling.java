package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.Assignment;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.schedule.Preemption;
import dev.batchline.emulator.schedule.Scheduler;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts tasks that wait on the nodes of their pool, and takes others off that have to make room.
 *
 * <p>While some are still on their way out, jobs of their priority and below get nothing: else what
 * becomes free would go back to them before there is enough for the task that needs it.
 */
final class PoolScheduling {

  private final Core core;
  private final TaskLife tasks;
  private final Map<AccountPool, Set<Preemption.Running>> makingRoom = new HashMap<>();

  PoolScheduling(Core core, TaskLife tasks) {
    this.core = core;
    this.tasks = tasks;
  }

  void schedule(AccountPool pool) {
    String key = pool.key();
    List<AccountJob> jobs =
        core.account().jobs().values().stream()
            .filter(job -> job.job().poolId().filter(id -> Ids.key(id).equals(key)).isPresent())
            .toList();
    int above = prioritiesThatWait(pool);
    List<AccountJob> waiting =
        jobs.stream()
            .filter(job -> !job.tasks().ready().isEmpty())
            .filter(job -> job.job().settings().priority() > above)
            .toList();
    if (waiting.isEmpty()) {
      return;
    }
    for (Assignment assignment : Scheduler.assign(pool, waiting)) {
      tasks.place(assignment);
    }
    for (Preemption.Running one : Preemption.choose(pool, jobs, tasks::leaving)) {
      makingRoom.computeIfAbsent(pool, p -> new LinkedHashSet<>()).add(one);
      tasks.requeueByUser(one.job(), one.task());
    }
  }

  /** Jobs up to this priority get nothing now; none has a priority that is so low normally. */
  private int prioritiesThatWait(AccountPool pool) {
    Set<Preemption.Running> onTheirWay = makingRoom.get(pool);
    if (onTheirWay == null) {
      return Integer.MIN_VALUE;
    }
    onTheirWay.removeIf(one -> !tasks.leaving(one));
    if (onTheirWay.isEmpty()) {
      makingRoom.remove(pool);
    }
    return onTheirWay.stream()
        .mapToInt(Preemption.Running::priority)
        .max()
        .orElse(Integer.MIN_VALUE);
  }

  /** Forgets a pool that is gone. */
  void forget(AccountPool pool) {
    makingRoom.remove(pool);
  }
}
