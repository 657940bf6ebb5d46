package dev.batchline.emulator.engine;

import dev.batchline.emulator.engine.Run.Fate;
import dev.batchline.emulator.engine.Run.Kind;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.Assignment;
import dev.batchline.emulator.model.Execution;
import dev.batchline.emulator.model.ExitActions;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.JobSettings;
import dev.batchline.emulator.model.JobState;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.Task;
import dev.batchline.emulator.model.TaskState;
import dev.batchline.emulator.node.CommandEvent;
import dev.batchline.emulator.node.CommandEvent.Failure;
import dev.batchline.emulator.node.RunningCommand.Reason;
import dev.batchline.emulator.schedule.Preemption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The life of tasks on nodes: put there, prepared, run, ended, requeued. */
final class TaskLife implements Commands.Listener, MultiInstance.Owner, JobPreparations.Owner {

  private static final String ENDED = "Task Was Ended by User Request";
  static final Failure ENDED_BY_USER =
      new Failure("UserError", "TaskEnded", ENDED, List.of(Map.entry("Message", ENDED)));

  private static final Failure NO_CONTAINERS =
      new Failure(
          "UserError",
          "ContainerInvalidSettings",
          "The container settings of the task are invalid",
          List.of(Map.entry("Message", "The pool has no containerConfiguration")));

  private final Core core;
  private final CommandLines lines;
  private final Completion completion;
  private final MultiInstance instances;
  private final TaskSlots slots;
  private final JobPreparations preparations;

  /** What a job makes of a task's end. */
  interface Completion {
    void completed(AccountJob job, Task task, ExitActions.JobAction action);
  }

  TaskLife(Core core, CommandLines lines, Completion completion) {
    this.core = core;
    this.lines = lines;
    this.completion = completion;
    this.instances = new MultiInstance(core, lines, this);
    this.slots = new TaskSlots(core);
    this.preparations = new JobPreparations(core, lines, this);
  }

  /** Puts a task on a node, or on several: the job is prepared there first, if it must be. */
  void place(Assignment assignment) {
    AccountJob job = assignment.job();
    Node node = assignment.primary();
    String directory = job.job().directory() + "/" + assignment.task().id();
    if (assignment.task().settings().multiInstance()) {
      directory += "/" + MultiInstance.PRIMARY;
    }
    List<String> others = assignment.nodes().stream().skip(1).map(Node::id).toList();
    Task task =
        assignment
            .task()
            .to(TaskState.PREPARING, core.clock().now())
            .withPlacement(
                Optional.of(
                    new Task.Placement(node.origin().poolId(), node.id(), directory, others)));
    core.put(job, task);
    Optional<JobSettings.Preparation> preparation = job.job().settings().preparation();
    for (Node one : assignment.nodes()) {
      slots.take(job, task, one);
      if (preparation.isPresent() && !job.nodes().containsKey(one.key())) {
        preparations.start(job, one, preparation.get());
      }
    }
    startIfPrepared(job, task);
  }

  private void startIfPrepared(AccountJob job, Task task) {
    Task.Placement placement = task.placement().orElseThrow();
    boolean wait = JobPreparations.awaited(job);
    List<Node> nodes = new ArrayList<>();
    for (String id : placement.nodes()) {
      AccountJob.OnNode on = job.nodes().get(Ids.key(id));
      if (wait && (on == null || on.preparing())) {
        return;
      }
      nodes.add(core.account().node(placement.poolId(), id));
    }
    if (task.settings().container()
        && !core.account().pool(placement.poolId()).pool().settings().containers()) {
      complete(job, task, task.execution().endedUnstarted(core.clock().now(), NO_CONTAINERS));
    } else if (task.settings().multiInstance()) {
      instances.start(job, task, nodes);
    } else {
      start(job, task, nodes.get(0));
    }
  }

  private void start(AccountJob job, Task task, Node node) {
    core.commands()
        .start(
            Kind.TASK,
            NodeKey.of(node),
            Optional.of(job.job().key()),
            Optional.of(task.key()),
            lines.task(node, job, task),
            this);
  }

  @Override
  public void started(Run run, CommandEvent.Started event) {
    Optional<AccountJob> job = core.jobOf(run);
    if (job.isEmpty()) {
      return;
    }
    job.get()
        .tasks()
        .find(run.task().orElseThrow())
        .ifPresent(task -> started(job.get(), task, event));
  }

  @Override
  public void started(AccountJob job, Task task, CommandEvent.Started event) {
    if (task.placed()) {
      Task next = task.withExecution(task.execution().running(event));
      core.put(job, task.is(TaskState.RUNNING) ? next : next.to(TaskState.RUNNING, event.at()));
    }
  }

  @Override
  public void ended(AccountJob job, Task task, Fate fate, Execution execution) {
    if (fate == Fate.REQUEUE && !execution.succeeded()) {
      requeue(job, task, Optional.of(core.clock().now()));
    } else {
      complete(job, task, execution);
    }
  }

  @Override
  public void ended(Run run, Fate fate, CommandEvent.Ended event) {
    Optional<AccountJob> job = core.jobOf(run);
    core.dirty().pool(run.pool());
    if (job.isEmpty()) {
      slots.freeForgotten(run);
      return;
    }
    core.markJob(job.get());
    Optional<Task> task = job.get().tasks().find(run.task().orElseThrow());
    if (task.isEmpty() || fate == Fate.FORGET) {
      slots.freeForgotten(run);
    } else {
      ended(job.get(), task.get(), fate, task.get().execution().finished(event));
    }
  }

  @Override
  public void prepared(AccountJob job, String nodeKey, boolean success) {
    for (Task task : waitingForPreparation(job, nodeKey)) {
      if (success) {
        startIfPrepared(job, task);
      } else {
        requeue(job, task, Optional.empty());
      }
    }
  }

  /** Tasks on a node that haven't been started because their job isn't prepared there. */
  private List<Task> waitingForPreparation(AccountJob job, String nodeKey) {
    return job.tasks().placed().stream()
        .filter(task -> onNode(task, nodeKey))
        .filter(task -> core.commands().ofTask(job.job().key(), task.key()).isEmpty())
        .filter(task -> !instances.runs(job, task))
        .toList();
  }

  private static boolean onNode(Task task, String nodeKey) {
    return task.placement().stream()
        .flatMap(on -> on.nodes().stream())
        .anyMatch(id -> Ids.key(id).equals(nodeKey));
  }

  /** Ends a task that is active or on a node, by a user's request. */
  void terminate(AccountJob job, Task task) {
    Optional<Run> run = core.commands().ofTask(job.job().key(), task.key());
    if (instances.runs(job, task)) {
      instances.kill(job, task, Reason.ENDED, Fate.COMPLETE);
    } else if (run.isPresent()) {
      core.commands().kill(run.get(), Reason.ENDED, Fate.COMPLETE);
    } else {
      Instant now = core.clock().now();
      complete(job, task, task.execution().endedUnstarted(now, ENDED_BY_USER));
    }
  }

  /** Whether a task is about to be off its node: it was killed, and its end is awaited. */
  boolean leaving(Preemption.Running one) {
    return instances.stopping(one.job(), one.task())
        || core.commands()
            .ofTask(one.job().job().key(), one.task().key())
            .filter(core.commands()::killed)
            .isPresent();
  }

  /** Takes a task off its node by a user's request; it runs again elsewhere. */
  void requeueByUser(AccountJob job, Task task) {
    Optional<Run> run = core.commands().ofTask(job.job().key(), task.key());
    if (instances.runs(job, task)) {
      instances.kill(job, task, Reason.LOST, Fate.REQUEUE);
    } else if (run.isPresent()) {
      core.commands().kill(run.get(), Reason.LOST, Fate.REQUEUE);
    } else {
      requeue(job, task, Optional.of(core.clock().now()));
    }
  }

  /** A task's node is lost: it runs again elsewhere, and its requeues aren't counted. */
  void requeueLost(AccountJob job, Task task) {
    instances.abandon(job, task);
    requeue(job, task, Optional.empty());
  }

  /** Ends a task at once; what still runs of it is killed meanwhile. */
  void endNow(AccountJob job, Task task) {
    instances.abandon(job, task);
    core.commands()
        .ofTask(job.job().key(), task.key())
        .ifPresent(run -> core.commands().kill(run, Reason.LOST, Fate.FORGET));
    complete(job, task, task.execution().cutOff(core.clock().now(), ENDED_BY_USER));
  }

  /** A task was on a node when the emulator ended; nothing of it runs any more. */
  void resume(AccountJob job, Task task) {
    boolean ending = job.job().is(JobState.TERMINATING) || job.job().is(JobState.DELETING);
    if (task.placed() && ending) {
      endNow(job, task);
    } else if (task.placed()) {
      requeueLost(job, task);
    } else if (!task.filesGone()) {
      task.execution().ended().ifPresent(at -> retain(job, task, at));
    }
  }

  /** A task is gone; what still runs of it is killed, and then its files go. */
  void forget(AccountJob job, Task task) {
    boolean several = instances.runs(job, task);
    List<Run> runs = new ArrayList<>(instances.commands(job, task));
    core.commands().ofTask(job.job().key(), task.key()).ifPresent(runs::add);
    core.deleteFiles(task, Set.copyOf(runs));
    instances.abandon(job, task);
    Optional<Run> run = core.commands().ofTask(job.job().key(), task.key());
    run.ifPresent(one -> core.commands().kill(one, Reason.LOST, Fate.FORGET));
    if ((run.isEmpty() || several) && task.placed()) {
      slots.leave(job, task, Optional.empty());
    }
  }

  private void requeue(AccountJob job, Task task, Optional<Instant> byUser) {
    slots.leave(job, task, Optional.empty());
    core.put(
        job,
        task.to(TaskState.ACTIVE, core.clock().now())
            .withExecution(task.execution().requeued(byUser))
            .withPlacement(Optional.empty()));
  }

  private void complete(AccountJob job, Task task, Execution execution) {
    if (task.placed()) {
      slots.leave(job, task, Optional.of(execution));
    }
    Instant at = execution.ended().orElseGet(core.clock()::now);
    Task done = task.to(TaskState.COMPLETED, at).withExecution(execution);
    core.put(job, done);
    retain(job, done, at);
    ExitActions actions = ExitActions.of(job.job(), done);
    if (job.job().settings().dependencies() && actions.satisfies()) {
      job.tasks().satisfy(done.key());
    }
    completion.completed(job, done, actions.jobAction());
  }

  /** Files of a completed task go when its retention time is over, unless it ran again since. */
  private void retain(AccountJob job, Task done, Instant at) {
    if (done.placement().isEmpty()) {
      return;
    }
    core.timers()
        .at(
            at.plus(done.settings().constraints().retention()),
            () ->
                job.tasks()
                    .find(done.id())
                    .filter(task -> task.execution().ended().equals(Optional.of(at)))
                    .ifPresent(task -> removeFiles(job, task)));
  }

  private void removeFiles(AccountJob job, Task task) {
    core.put(job, task.withoutFiles());
    core.deleteFiles(task, List.of());
  }
}
