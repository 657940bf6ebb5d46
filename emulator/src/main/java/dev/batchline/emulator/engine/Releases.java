package dev.batchline.emulator.engine;

import dev.batchline.emulator.engine.Run.Fate;
import dev.batchline.emulator.engine.Run.Kind;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.Execution;
import dev.batchline.emulator.model.JobSettings;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.NodeState;
import dev.batchline.emulator.node.CommandEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Job release tasks, which run at a job's end on each node that was prepared for it. */
final class Releases implements Commands.Listener {

  private final Core core;
  private final CommandLines lines;
  private final JobTaskFiles files;

  Releases(Core core, CommandLines lines) {
    this.core = core;
    this.lines = lines;
    this.files = new JobTaskFiles(core);
  }

  /** Starts the release tasks that haven't been; returns whether there is nothing left to do. */
  boolean start(AccountJob job) {
    Optional<JobSettings.Release> release = job.job().settings().release();
    if (release.isEmpty()) {
      return true;
    }
    boolean done = true;
    for (AccountJob.OnNode on : List.copyOf(job.nodes().values())) {
      if (on.release().isPresent()) {
        continue;
      }
      Optional<Node> node =
          core.account().findPool(on.poolId()).flatMap(pool -> pool.find(on.nodeId()));
      if (node.filter(Releases::up).isPresent()) {
        start(job, node.get(), release.get());
        done = false;
      } else if (node.filter(Releases::restarting).isPresent()) {
        done = false;
      }
    }
    return done;
  }

  private static boolean restarting(Node node) {
    return node.is(NodeState.REBOOTING)
        || node.is(NodeState.STARTING)
        || node.is(NodeState.WAITINGFORSTARTTASK);
  }

  private static boolean up(Node node) {
    return node.root().isPresent()
        && (node.is(NodeState.IDLE) || node.is(NodeState.RUNNING) || node.is(NodeState.OFFLINE));
  }

  private void start(AccountJob job, Node node, JobSettings.Release release) {
    update(job, node.key(), execution -> Execution.NONE);
    core.commands()
        .start(
            Kind.RELEASE,
            NodeKey.of(node),
            Optional.of(job.job().key()),
            Optional.empty(),
            lines.release(node, job.job(), release),
            this);
    core.dirty().pool(NodeKey.of(node).pool());
  }

  @Override
  public void started(Run run, CommandEvent.Started event) {
    core.jobOf(run).ifPresent(job -> update(job, run.node(), one -> one.running(event)));
  }

  @Override
  public void ended(Run run, Fate fate, CommandEvent.Ended event) {
    core.jobOf(run)
        .ifPresent(
            job -> {
              update(job, run.node(), one -> one.finished(event));
              Optional.ofNullable(job.nodes().get(run.node()))
                  .ifPresent(on -> files.retain(job, on));
            });
    core.dirty().pool(run.pool());
  }

  private void update(AccountJob job, String nodeKey, Function<Execution, Execution> change) {
    AccountJob.OnNode on = job.nodes().get(nodeKey);
    if (on != null) {
      Execution next = change.apply(on.release().orElse(Execution.NONE));
      job.put(on.withRelease(Optional.of(next)));
    }
    core.markJob(job);
  }

  /** Goes on with what a node has kept of a job from an earlier life of the emulator. */
  void resume(AccountJob job, AccountJob.OnNode on) {
    files.retain(job, on);
  }

  /** Removes the directories of a job that is gone, once nothing of it runs any more. */
  void deleteFiles(AccountJob job) {
    Optional<AccountPool> pool = job.job().poolId().flatMap(core.account()::findPool);
    if (pool.isEmpty()) {
      return;
    }
    List<Path> directories =
        pool.get().allNodes().stream()
            .flatMap(node -> node.root().stream())
            .map(root -> root.resolve(job.job().directory()))
            .toList();
    core.deleteFiles(directories, List.copyOf(core.commands().ofJob(job.job().key())));
  }
}
