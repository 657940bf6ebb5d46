package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.JobSchedule;
import dev.batchline.emulator.model.Task;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Goes on with an account that an emulator has left, however it ended, as Azure goes on after the
 * machines of all nodes have failed at once: nodes restart, tasks that ran wait to run again,
 * without that being counted, and all that was under way is under way again.
 */
final class Resumption {

  private final Core core;
  private final NodeLife nodes;
  private final PoolLife pools;
  private final AutoscaleLife autoscale;
  private final JobLife jobs;
  private final ScheduleLife schedules;

  Resumption(
      Core core,
      NodeLife nodes,
      PoolLife pools,
      AutoscaleLife autoscale,
      JobLife jobs,
      ScheduleLife schedules) {
    this.core = core;
    this.nodes = nodes;
    this.pools = pools;
    this.autoscale = autoscale;
    this.jobs = jobs;
    this.schedules = schedules;
  }

  /** Also looks at the nodes' directories, so it may take a while. */
  void resume() {
    new Leftovers(core.account(), core.runtime()).remove();
    changes().max(Instant::compareTo).ifPresent(core.clock()::continueAfter);
    for (AccountPool pool : List.copyOf(core.account().pools().values())) {
      List.copyOf(pool.allNodes()).forEach(node -> nodes.resume(pool, node));
      pools.resume(pool);
      pool.pool().autoscaling().ifPresent(formula -> autoscale.resume(pool, formula));
      core.dirty().pool(pool.key());
    }
    List.copyOf(core.account().jobs().values()).forEach(jobs::resume);
    List.copyOf(core.account().schedules().values()).forEach(schedules::resume);
  }

  /** The times of all changes by users that are still known. */
  private Stream<Instant> changes() {
    Stream<Instant> ofPools =
        core.account().pools().values().stream().map(pool -> pool.pool().lastModified());
    Stream<Instant> ofSchedules =
        core.account().schedules().values().stream().map(JobSchedule::lastModified);
    Stream<Instant> ofJobs =
        core.account().jobs().values().stream()
            .flatMap(job -> Stream.concat(Stream.of(job.job().lastModified()), ofTasks(job)));
    return Stream.of(ofPools, ofSchedules, ofJobs).flatMap(times -> times);
  }

  private static Stream<Instant> ofTasks(AccountJob job) {
    return job.tasks().all().values().stream().map(Task::lastModified);
  }
}
