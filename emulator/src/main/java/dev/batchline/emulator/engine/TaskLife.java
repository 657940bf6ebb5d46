package dev.batchline.emulator.engine;

import dev.batchline.emulator.engine.Run.Fate;
import dev.batchline.emulator.engine.Run.Kind;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.Assignment;
import dev.batchline.emulator.model.Execution;
import dev.batchline.emulator.model.ExitActions;
import dev.batchline.emulator.model.JobSettings;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.NodeLoad.Occupant;
import dev.batchline.emulator.model.Task;
import dev.batchline.emulator.model.TaskState;
import dev.batchline.emulator.node.CommandEvent;
import dev.batchline.emulator.node.CommandEvent.Failure;
import dev.batchline.emulator.node.RunningCommand.Reason;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The life of tasks on nodes: put there, prepared, run, ended, requeued. */
final class TaskLife implements Commands.Listener {

  private static final String ENDED = "Task Was Ended by User Request";
  static final Failure ENDED_BY_USER =
      new Failure("UserError", "TaskEnded", ENDED, List.of(Map.entry("Message", ENDED)));

  private final Core core;
  private final CommandLines lines;
  private final Completion completion;

  /** What a job makes of a task's end. */
  interface Completion {
    void completed(AccountJob job, Task task, ExitActions.JobAction action);
  }

  TaskLife(Core core, CommandLines lines, Completion completion) {
    this.core = core;
    this.lines = lines;
    this.completion = completion;
  }

  /** Puts a task on a node: the job is prepared there first, if it must be. */
  void place(Assignment assignment) {
    AccountJob job = assignment.job();
    Node node = assignment.primary();
    String directory = job.job().directory() + "/" + assignment.task().id();
    Path path = node.root().orElseThrow().resolve(directory);
    Task task =
        assignment
            .task()
            .to(TaskState.PREPARING, core.clock().now())
            .withPlacement(
                Optional.of(
                    new Task.Placement(node.origin().poolId(), node.id(), directory, path)));
    core.put(job, task);
    AccountPool pool = core.account().pool(node.origin().poolId());
    Node current = core.node(NodeKey.of(node)).orElseThrow();
    core.put(pool, current.withLoad(current.load().with(occupant(job, task))));
    Optional<JobSettings.Preparation> preparation = job.job().settings().preparation();
    AccountJob.OnNode on = job.nodes().get(node.key());
    if (preparation.isEmpty()) {
      start(job, task, node);
    } else if (on == null) {
      prepare(job, node, preparation.get());
      if (!preparation.get().waitForSuccess()) {
        start(job, task, node);
      }
    } else if (!on.preparing() || !preparation.get().waitForSuccess()) {
      start(job, task, node);
    }
  }

  private void prepare(AccountJob job, Node node, JobSettings.Preparation preparation) {
    job.nodes()
        .put(
            node.key(),
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

  private void start(AccountJob job, Task task, Node node) {
    Path directory = task.placement().orElseThrow().directory();
    core.commands()
        .start(
            Kind.TASK,
            NodeKey.of(node),
            Optional.of(job.job().key()),
            Optional.of(task.key()),
            lines.task(node, job, task, directory),
            this);
  }

  @Override
  public void started(Run run, CommandEvent.Started event) {
    Optional<AccountJob> job = core.jobOf(run);
    if (job.isEmpty()) {
      return;
    }
    if (run.kind() == Kind.PREPARATION) {
      updatePreparation(job.get(), run, on -> on.preparation().running(event), true);
      return;
    }
    job.get()
        .tasks()
        .find(run.task().orElseThrow())
        .filter(Task::placed)
        .ifPresent(
            task -> {
              Task next = task.withExecution(task.execution().running(event));
              core.put(
                  job.get(),
                  task.is(TaskState.RUNNING) ? next : next.to(TaskState.RUNNING, event.at()));
            });
  }

  @Override
  public void ended(Run run, Fate fate, CommandEvent.Ended event) {
    Optional<AccountJob> job = core.jobOf(run);
    core.dirty().pool(run.pool());
    if (job.isEmpty()) {
      freeForgotten(run);
      return;
    }
    core.markJob(job.get());
    if (run.kind() == Kind.PREPARATION) {
      prepared(job.get(), run, event);
      return;
    }
    Optional<Task> task = job.get().tasks().find(run.task().orElseThrow());
    if (task.isEmpty() || fate == Fate.FORGET) {
      freeForgotten(run);
    } else if (fate == Fate.REQUEUE) {
      requeue(job.get(), task.get(), Optional.of(core.clock().now()));
    } else {
      complete(job.get(), task.get(), task.get().execution().finished(event));
    }
  }

  /** A task that was deleted while it ran has left its slots. */
  private void freeForgotten(Run run) {
    core.nodeOf(run)
        .ifPresent(
            node ->
                node.load().running().stream()
                    .filter(one -> one.taskId().equalsIgnoreCase(run.task().orElse("")))
                    .filter(one -> one.jobId().equalsIgnoreCase(run.job().orElse("")))
                    .findFirst()
                    .ifPresent(one -> free(node, one)));
  }

  private void prepared(AccountJob job, Run run, CommandEvent.Ended event) {
    updatePreparation(job, run, on -> on.preparation().finished(event), false);
    Optional<Node> node = core.nodeOf(run);
    boolean wait =
        job.job()
            .settings()
            .preparation()
            .map(JobSettings.Preparation::waitForSuccess)
            .orElse(false);
    if (node.isEmpty() || !wait) {
      return;
    }
    for (Task task : waitingForPreparation(job, run.node())) {
      if (event.failure().isEmpty()) {
        start(job, task, node.get());
      } else {
        requeue(job, task, Optional.empty());
      }
    }
  }

  private void updatePreparation(
      AccountJob job, Run run, Function<AccountJob.OnNode, Execution> change, boolean preparing) {
    AccountJob.OnNode on = job.nodes().get(run.node());
    if (on != null) {
      job.nodes()
          .put(
              run.node(),
              new AccountJob.OnNode(
                  on.poolId(), on.nodeId(), preparing, change.apply(on), on.release()));
      core.markJob(job);
    }
  }

  /** Tasks on a node that haven't been started because their job isn't prepared there. */
  private List<Task> waitingForPreparation(AccountJob job, String nodeKey) {
    return job.tasks().placed().stream()
        .filter(task -> onNode(task, nodeKey))
        .filter(task -> core.commands().ofTask(job.job().key(), task.key()).isEmpty())
        .toList();
  }

  private static boolean onNode(Task task, String nodeKey) {
    return task.placement().filter(on -> on.nodeId().equalsIgnoreCase(nodeKey)).isPresent();
  }

  /** Ends a task that is active or on a node, by a user's request. */
  void terminate(AccountJob job, Task task) {
    Optional<Run> run = core.commands().ofTask(job.job().key(), task.key());
    if (run.isPresent()) {
      core.commands().kill(run.get(), Reason.ENDED, Fate.COMPLETE);
    } else {
      Instant now = core.clock().now();
      complete(job, task, task.execution().endedUnstarted(now, ENDED_BY_USER));
    }
  }

  /** Takes a task off its node by a user's request; it runs again elsewhere. */
  void requeueByUser(AccountJob job, Task task) {
    Optional<Run> run = core.commands().ofTask(job.job().key(), task.key());
    if (run.isPresent()) {
      core.commands().kill(run.get(), Reason.LOST, Fate.REQUEUE);
    } else {
      requeue(job, task, Optional.of(core.clock().now()));
    }
  }

  /** A task's node is lost: it runs again elsewhere, and its requeues aren't counted. */
  void requeueLost(AccountJob job, Task task) {
    requeue(job, task, Optional.empty());
  }

  /** A task is gone; what still runs of it is killed. */
  void forget(AccountJob job, Task task) {
    Optional<Run> run = core.commands().ofTask(job.job().key(), task.key());
    run.ifPresent(one -> core.commands().kill(one, Reason.LOST, Fate.FORGET));
    if (run.isEmpty() && task.placed()) {
      leaveNode(job, task, Optional.empty());
    }
  }

  private void requeue(AccountJob job, Task task, Optional<Instant> byUser) {
    leaveNode(job, task, Optional.empty());
    core.put(
        job,
        task.to(TaskState.ACTIVE, core.clock().now())
            .withExecution(task.execution().requeued(byUser))
            .withPlacement(Optional.empty()));
  }

  private void complete(AccountJob job, Task task, Execution execution) {
    if (task.placed()) {
      leaveNode(job, task, Optional.of(execution));
    }
    Instant at = execution.ended().orElseGet(core.clock()::now);
    Task done = task.to(TaskState.COMPLETED, at).withExecution(execution);
    core.put(job, done);
    retain(job, done, at);
    ExitActions actions = ExitActions.of(job.job(), done);
    if (actions.satisfies()) {
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
    task.placement()
        .ifPresent(on -> core.workers().execute(() -> DirectoryTree.delete(on.directory())));
  }

  private void leaveNode(AccountJob job, Task task, Optional<Execution> ended) {
    task.placement()
        .flatMap(on -> core.account().findPool(on.poolId()).flatMap(p -> p.find(on.nodeId())))
        .ifPresent(
            node -> {
              Occupant occupant = occupant(job, task);
              if (ended.isPresent()) {
                AccountPool pool = core.account().pool(node.origin().poolId());
                core.put(pool, node.withLoad(node.load().ended(occupant, ended.get())));
              } else {
                free(node, occupant);
              }
            });
  }

  private void free(Node node, Occupant occupant) {
    AccountPool pool = core.account().pool(node.origin().poolId());
    core.put(pool, node.withLoad(node.load().without(occupant)));
  }

  private Occupant occupant(AccountJob job, Task task) {
    int slots = task.settings().requiredSlots();
    boolean exclusive = task.settings().manager().filter(one -> one.exclusive()).isPresent();
    if (exclusive) {
      slots =
          task.placement()
              .flatMap(on -> core.account().findPool(on.poolId()))
              .map(pool -> pool.pool().settings().taskSlotsPerNode())
              .orElse(slots);
    }
    return new Occupant(job.job().id(), task.id(), slots);
  }
}
