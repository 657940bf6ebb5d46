package dev.batchline.emulator.engine;

import dev.batchline.emulator.fault.Faults;
import dev.batchline.emulator.model.Account;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.Job;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.Pool;
import dev.batchline.emulator.model.Task;
import dev.batchline.emulator.node.Directories;
import dev.batchline.emulator.node.NodeRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all parts of the engine share, and the only way by which they change the account: every
 * change marks what it may have consequences for.
 *
 * @param quotas of the account
 * @param workers for what touches processes and files
 * @param inbox what is put there is done by the engine's thread
 */
record Core(
    Account account,
    EngineClock clock,
    Timers timers,
    Dirty dirty,
    Commands commands,
    EngineSettings settings,
    NodeRuntime runtime,
    Executor workers,
    Executor inbox,
    EventFeed events,
    NodeLogs logs,
    CurrentQuotas quotas,
    LifetimeStatistics statistics) {

  private static final Logger LOG = LoggerFactory.getLogger(Core.class);

  /** What goes wrong besides what really does. */
  Faults faults() {
    return settings.faults();
  }

  void put(AccountPool pool, Pool next) {
    events.changed(pool.pool(), next);
    pool.set(next);
    dirty.pool(Ids.key(next.id()));
  }

  void put(AccountPool pool, Node next) {
    logs.changed(pool.find(next.id()), next);
    pool.put(next);
    dirty.pool(Ids.key(pool.pool().id()));
  }

  void put(AccountJob job, Job next) {
    events.changed(job.job(), next);
    job.set(next);
    markJob(job);
  }

  void put(AccountJob job, Task next) {
    job.tasks()
        .find(next.key())
        .ifPresent(
            before -> {
              events.changed(job.job(), before, next);
              statistics.changed(before, next);
            });
    job.tasks().replace(next);
    markJob(job);
  }

  /** Something about a job has changed that its pool may want to know. */
  void markJob(AccountJob job) {
    dirty.job(job.job().key());
    job.job().poolId().ifPresent(pool -> dirty.pool(Ids.key(pool)));
  }

  /** Where the files of a task are; nothing, if it didn't run or its node is gone. */
  Optional<Path> directory(Task task) {
    return task.placement()
        .flatMap(on -> nodeOf(task).flatMap(Node::root).map(root -> root.resolve(on.directory())));
  }

  /** Where a task runs or ran; nothing, if it didn't run or its node is gone. */
  Optional<Node> nodeOf(Task task) {
    return task.placement()
        .flatMap(on -> account.findPool(on.poolId()).flatMap(pool -> pool.find(on.nodeId())));
  }

  /** Removes what a task has left on its nodes, once none of these commands runs any more. */
  void deleteFiles(Task task, Collection<Run> runs) {
    List<Path> directories = new ArrayList<>();
    task.placement()
        .ifPresent(
            on ->
                on.nodes().stream()
                    .flatMap(id -> node(new NodeKey(Ids.key(on.poolId()), Ids.key(id))).stream())
                    .flatMap(node -> node.root().stream())
                    .forEach(root -> directories.add(root.resolve(whole(task, on)))));
    deleteFiles(directories, runs);
  }

  /** The directory that all instances of a task have theirs in, on whichever node. */
  private static Path whole(Task task, Task.Placement on) {
    Path directory = Path.of(on.directory());
    return task.settings().multiInstance() ? directory.resolve("..").normalize() : directory;
  }

  /** Removes directories, once none of these commands runs any more. */
  void deleteFiles(List<Path> directories, Collection<Run> runs) {
    commands.afterAll(runs, () -> workers.execute(() -> directories.forEach(Core::remove)));
  }

  private static void remove(Path directory) {
    try {
      Directories.delete(directory);
    } catch (IOException failed) {
      LOG.warn("could not remove {}: {}", directory, failed.toString());
    }
  }

  Optional<Node> node(NodeKey key) {
    return account.findPool(key.pool()).flatMap(pool -> pool.find(key.node()));
  }

  Optional<AccountPool> poolOf(Run run) {
    return account.findPool(run.pool());
  }

  Optional<Node> nodeOf(Run run) {
    return poolOf(run).flatMap(pool -> pool.find(run.node()));
  }

  Optional<AccountJob> jobOf(Run run) {
    return run.job().flatMap(account::findJob);
  }
}
