package dev.batchline.emulator.engine;

import dev.batchline.emulator.engine.Run.Fate;
import dev.batchline.emulator.engine.Run.Kind;
import dev.batchline.emulator.model.AccountEvent;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.DisableTasks;
import dev.batchline.emulator.model.ExitActions;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.Job;
import dev.batchline.emulator.model.JobState;
import dev.batchline.emulator.model.Task;
import dev.batchline.emulator.model.TaskSettings;
import dev.batchline.emulator.node.RunningCommand.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The life of jobs: disabled, enabled, terminated, released from their nodes, deleted. */
final class JobLife implements TaskLife.Completion {

  private static final Duration EVALUATION = Duration.ofSeconds(3);
  private static final Duration FINISHING = Duration.ofSeconds(1);

  private final Core core;
  private final TaskLife tasks;
  private final Releases releases;
  private final Consumer<AccountJob> onEnded;
  private final Set<AccountJob> evaluating = new HashSet<>();
  private final Set<AccountJob> finishing = new HashSet<>();

  /**
   * @param onEnded told when a job is completed or gone
   */
  JobLife(Core core, CommandLines lines, Consumer<AccountJob> onEnded) {
    this.core = core;
    this.tasks = new TaskLife(core, lines, this);
    this.releases = new Releases(core, lines);
    this.onEnded = onEnded;
  }

  TaskLife tasks() {
    return tasks;
  }

  /** Ends a job when it has lived as long as it may; to be called whenever that is set. */
  void limit(AccountJob job) {
    job.job()
        .settings()
        .wallClock()
        .ifPresent(
            limit -> core.timers().at(job.job().created().plus(limit), () -> checkLimit(job)));
  }

  /** Goes on with a job that was there in an earlier life of the emulator. */
  void resume(AccountJob job) {
    for (AccountJob.OnNode on : List.copyOf(job.nodes().values())) {
      if (on.preparing()) {
        job.forgetNode(Ids.key(on.nodeId()));
      } else if (on.release().filter(release -> release.ended().isEmpty()).isPresent()) {
        job.put(on.withRelease(Optional.empty()));
      } else {
        releases.resume(job, on);
      }
    }
    List.copyOf(job.tasks().all().values()).forEach(task -> tasks.resume(job, task));
    limit(job);
    core.markJob(job);
  }

  private void checkLimit(AccountJob job) {
    Optional<Duration> limit = job.job().settings().wallClock();
    boolean expired =
        limit
            .filter(one -> !core.clock().now().isBefore(job.job().created().plus(one)))
            .isPresent();
    if (expired && ongoing(job.job())) {
      terminate(job, "MaxWallClockTimeExpiry");
    }
  }

  private static boolean ongoing(Job job) {
    return !job.is(JobState.TERMINATING)
        && !job.is(JobState.COMPLETED)
        && !job.is(JobState.DELETING);
  }

  void terminate(AccountJob job, String reason) {
    Job now = job.job();
    Job.Outcome outcome =
        new Job.Outcome(Optional.empty(), Optional.of(reason), now.outcome().schedulingError());
    core.put(
        job,
        now.withOutcome(outcome)
            .withState(now.state().to(JobState.TERMINATING, core.clock().now())));
    endAll(job);
  }

  void delete(AccountJob job) {
    core.put(job, job.job().withState(job.job().state().to(JobState.DELETING, core.clock().now())));
    endAll(job);
  }

  /** Ends a job that is being terminated or deleted without waiting for its nodes. */
  void hurry(AccountJob job) {
    List.copyOf(job.tasks().placed()).forEach(task -> tasks.endNow(job, task));
    if (job.job().is(JobState.DELETING)) {
      List.copyOf(core.commands().ofJob(job.job().key()))
          .forEach(run -> core.commands().kill(run, Reason.LOST, Fate.FORGET));
    } else {
      releases.start(job);
    }
    finish(job);
  }

  private void endAll(AccountJob job) {
    List.copyOf(job.tasks().placed()).forEach(task -> tasks.terminate(job, task));
    for (Run run : List.copyOf(core.commands().ofJob(job.job().key()))) {
      if (run.kind() == Kind.PREPARATION) {
        core.commands().kill(run, Reason.ENDED, Fate.COMPLETE);
      }
    }
  }

  void disable(AccountJob job, DisableTasks running) {
    core.put(
        job, job.job().withState(job.job().state().to(JobState.DISABLING, core.clock().now())));
    for (Task task : List.copyOf(job.tasks().placed())) {
      switch (running) {
        case REQUEUE -> tasks.requeueByUser(job, task);
        case TERMINATE -> tasks.terminate(job, task);
        case WAIT -> {}
      }
    }
  }

  void enable(AccountJob job) {
    core.put(job, job.job().withState(job.job().state().to(JobState.ACTIVE, core.clock().now())));
  }

  @Override
  public void completed(AccountJob job, Task task, ExitActions.JobAction action) {
    if (!ongoing(job.job())) {
      return;
    }
    boolean ends = task.settings().manager().filter(TaskSettings.Manager::killsJob).isPresent();
    if (ends) {
      terminate(job, "JMComplete");
      return;
    }
    switch (action) {
      case TERMINATE -> terminate(job, "TaskFailed");
      case DISABLE -> {
        if (job.job().is(JobState.ACTIVE)) {
          disable(job, DisableTasks.REQUEUE);
        }
      }
      case NONE -> {}
    }
  }

  /** What follows from whatever has changed in a job. */
  void settle(AccountJob job) {
    switch (job.job().state().state()) {
      case ACTIVE -> evaluate(job);
      case DISABLING -> {
        if (job.tasks().placed().isEmpty()) {
          settled(job, JobState.DISABLED);
        }
      }
      case TERMINATING, DELETING -> {
        boolean quiet = core.commands().ofJob(job.job().key()).isEmpty();
        if (quiet && releases.start(job) && finishing.add(job)) {
          core.timers().at(core.clock().after(FINISHING), () -> finishIfDue(job));
        }
      }
      case DISABLED, ENABLING, COMPLETED -> {}
    }
  }

  /** A job whose tasks are all complete ends a moment later, unless it got another task by then. */
  private void evaluate(AccountJob job) {
    if (!complete(job) || !evaluating.add(job)) {
      return;
    }
    core.timers()
        .at(
            core.clock().after(EVALUATION),
            () -> {
              evaluating.remove(job);
              if (complete(job)) {
                terminate(job, "AllTasksComplete");
              }
            });
  }

  private static boolean complete(AccountJob job) {
    return job.job().is(JobState.ACTIVE)
        && job.job().settings().terminateWhenDone()
        && job.tasks().allCompleted();
  }

  private void finishIfDue(AccountJob job) {
    if (finishing.contains(job)) {
      finish(job);
    }
  }

  private void finish(AccountJob job) {
    finishing.remove(job);
    if (job.job().is(JobState.DELETING)) {
      core.account().remove(job);
      core.events().job(AccountEvent.Kind.JOB_DELETE_COMPLETE, job.job());
      releases.deleteFiles(job);
      onEnded.accept(job);
      return;
    }
    Instant now = core.clock().now();
    Job.Outcome outcome = job.job().outcome();
    job.set(
        job.job()
            .withOutcome(
                new Job.Outcome(
                    Optional.of(now), outcome.terminateReason(), outcome.schedulingError())));
    settled(job, JobState.COMPLETED);
    onEnded.accept(job);
  }

  private void settled(AccountJob job, JobState state) {
    core.put(job, job.job().withState(job.job().state().settle(state, core.clock().now())));
  }
}
