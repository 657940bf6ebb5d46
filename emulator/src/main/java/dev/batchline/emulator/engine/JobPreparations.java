package dev.batchline.emulator.engine;

import dev.batchline.emulator.engine.Run.Fate;
import dev.batchline.emulator.engine.Run.Kind;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.Execution;
import dev.batchline.emulator.model.JobSettings;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.node.CommandEvent;
import java.util.Optional;
import java.util.function.Function;

/** Job preparation tasks, which run on a node before the first task of their job there. */
final class JobPreparations implements Commands.Listener {

  private final Core core;
  private final CommandLines lines;
  private final Owner owner;
  private final JobTaskFiles files;

  /** What becomes of the tasks that wait. */
  interface Owner {
    /** Told if tasks wait for it and the node is still there. */
    void prepared(AccountJob job, String nodeKey, boolean success);
  }

  JobPreparations(Core core, CommandLines lines, Owner owner) {
    this.core = core;
    this.lines = lines;
    this.owner = owner;
    this.files = new JobTaskFiles(core);
  }

  /** Whether the tasks of a job wait until it is prepared. */
  static boolean awaited(AccountJob job) {
    return job.job()
        .settings()
        .preparation()
        .map(JobSettings.Preparation::waitForSuccess)
        .orElse(false);
  }

  void start(AccountJob job, Node node, JobSettings.Preparation preparation) {
    job.put(
        new AccountJob.OnNode(
            node.origin().poolId(), node.id(), true, Execution.NONE, Optional.empty()));
    core.commands()
        .start(
            Kind.PREPARATION,
            NodeKey.of(node),
            Optional.of(job.job().key()),
            Optional.empty(),
            lines.preparation(node, job.job(), preparation),
            this);
  }

  @Override
  public void started(Run run, CommandEvent.Started event) {
    core.jobOf(run).ifPresent(job -> update(job, run, on -> on.preparation().running(event), true));
  }

  @Override
  public void ended(Run run, Fate fate, CommandEvent.Ended event) {
    core.dirty().pool(run.pool());
    Optional<AccountJob> job = core.jobOf(run);
    if (job.isEmpty()) {
      return;
    }
    core.markJob(job.get());
    update(job.get(), run, on -> on.preparation().finished(event), false);
    Optional.ofNullable(job.get().nodes().get(run.node()))
        .ifPresent(on -> files.retain(job.get(), on));
    if (core.nodeOf(run).isPresent() && awaited(job.get())) {
      owner.prepared(job.get(), run.node(), event.failure().isEmpty());
    }
  }

  private void update(
      AccountJob job, Run run, Function<AccountJob.OnNode, Execution> change, boolean preparing) {
    AccountJob.OnNode on = job.nodes().get(run.node());
    if (on != null) {
      job.put(
          new AccountJob.OnNode(
              on.poolId(), on.nodeId(), preparing, change.apply(on), on.release()));
      core.markJob(job);
    }
  }
}
