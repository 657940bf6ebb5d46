package dev.batchline.emulator.engine;

import dev.batchline.emulator.engine.Run.Fate;
import dev.batchline.emulator.engine.Run.Kind;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.Execution;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.Subtask;
import dev.batchline.emulator.model.Task;
import dev.batchline.emulator.model.TaskState;
import dev.batchline.emulator.model.Transition;
import dev.batchline.emulator.node.CommandEvent;
import dev.batchline.emulator.node.NodeCommand;
import dev.batchline.emulator.node.RunningCommand.Reason;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tasks that run on several nodes at once: the coordination command everywhere, and once that has
 * succeeded everywhere, the task's own command on the first node; what the former have started in
 * the background lives as long as the latter. When a command fails by its exit code, all of it is
 * run again on the same nodes, as often as the task may be retried.
 */
final class MultiInstance implements Commands.Listener {

  /** The number of the instance whose files are those of the task, and the directory's name. */
  static final int PRIMARY = 0;

  private final Core core;
  private final CommandLines lines;
  private final Owner owner;
  private final Map<String, Instances> all = new HashMap<>();

  /** What becomes of the task as a whole. */
  interface Owner {
    void started(AccountJob job, Task task, CommandEvent.Started event);

    void ended(AccountJob job, Task task, Fate fate, Execution execution);
  }

  /** The commands of one task that run; gone when they all have ended. */
  private static final class Instances {
    final Map<Run, Integer> runs = new HashMap<>();
    final List<Node> nodes;
    final int retry;
    final Instant began;
    int coordinated;
    boolean killed;
    boolean stopping;
    Fate fate = Fate.COMPLETE;
    Optional<CommandEvent.Ended> decisive = Optional.empty();

    Instances(List<Node> nodes, int retry, Instant began) {
      this.began = began;
      this.nodes = nodes;
      this.retry = retry;
    }
  }

  MultiInstance(Core core, CommandLines lines, Owner owner) {
    this.core = core;
    this.lines = lines;
    this.owner = owner;
  }

  private static String key(AccountJob job, Task task) {
    return job.job().key() + "/" + task.key();
  }

  boolean runs(AccountJob job, Task task) {
    return all.containsKey(key(job, task));
  }

  /** The commands of a task that haven't ended yet. */
  Set<Run> commands(AccountJob job, Task task) {
    Instances instances = all.get(key(job, task));
    return instances == null ? Set.of() : Set.copyOf(instances.runs.keySet());
  }

  /** Whether a task was killed and some of its commands haven't ended yet. */
  boolean stopping(AccountJob job, Task task) {
    Instances instances = all.get(key(job, task));
    return instances != null && instances.killed;
  }

  /** Starts the coordination commands on all nodes, the primary instance's first. */
  void start(AccountJob job, Task task, List<Node> nodes) {
    int retries = task.execution().retries(); // made before it was requeued
    start(job, task, new Instances(nodes, retries, core.clock().now()), false);
  }

  private void start(AccountJob job, Task task, Instances instances, boolean again) {
    List<Node> nodes = instances.nodes;
    all.put(key(job, task), instances);
    List<Subtask> subtasks = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (i > 0) {
        subtasks.add(subtask(job, task, nodes.get(i), i));
      }
      run(job, task, instances, i, lines.coordination(nodes, i, job.job(), task, again));
    }
    job.setSubtasks(task.key(), subtasks);
  }

  private Subtask subtask(AccountJob job, Task task, Node node, int id) {
    String directory = job.job().directory() + "/" + task.id() + "/" + id;
    return new Subtask(
        id,
        new Task.Placement(node.origin().poolId(), node.id(), directory, List.of()),
        Transition.first(TaskState.PREPARING, core.clock().now()),
        Execution.NONE);
  }

  private void run(AccountJob job, Task task, Instances instances, int index, NodeCommand command) {
    Run run =
        core.commands()
            .start(
                Kind.TASK,
                NodeKey.of(instances.nodes.get(index)),
                Optional.of(job.job().key()),
                Optional.of(task.key()),
                command,
                this);
    instances.runs.put(run, index);
  }

  /** Kills all commands of a task; the task is over when they are. */
  void kill(AccountJob job, Task task, Reason reason, Fate fate) {
    Instances instances = all.get(key(job, task));
    if (instances != null) {
      boolean stronger = instances.fate.compareTo(fate) < 0;
      instances.fate = stronger || !instances.killed ? fate : instances.fate;
      instances.killed = true;
      stop(instances, reason);
    }
  }

  /** Kills what is left of a task that nobody waits for any more. */
  void abandon(AccountJob job, Task task) {
    Instances instances = all.remove(key(job, task));
    if (instances != null) {
      instances.runs.keySet().forEach(r -> core.commands().kill(r, Reason.LOST, Fate.FORGET));
      endLeft(job, task, instances);
    }
  }

  /** Ends what the coordination commands have started, on all nodes that are still there. */
  private void endLeft(AccountJob job, Task task, Instances instances) {
    List<Path> directories = new ArrayList<>();
    for (int i = 0; i < instances.nodes.size(); i++) {
      directories.add(CommandLines.instanceDirectory(instances.nodes.get(i), job.job(), task, i));
    }
    core.commands()
        .afterAll(
            List.copyOf(instances.runs.keySet()),
            () -> core.workers().execute(() -> directories.forEach(core.runtime()::endLeft)));
  }

  private void stop(Instances instances, Reason reason) {
    instances.stopping = true;
    List.copyOf(instances.runs.keySet())
        .forEach(run -> core.commands().kill(run, reason, Fate.COMPLETE));
  }

  @Override
  public void started(Run run, CommandEvent.Started event) {
    Optional<AccountJob> job = core.jobOf(run);
    Optional<Task> task = job.flatMap(one -> one.tasks().find(run.task().orElseThrow()));
    if (task.isEmpty() || !runs(job.orElseThrow(), task.get())) {
      return;
    }
    Instances instances = all.get(key(job.get(), task.get()));
    int index = instances == null ? 0 : instances.runs.getOrDefault(run, 0);
    if (index == 0) {
      int retry = instances == null ? 0 : instances.retry;
      owner.started(job.get(), task.get(), new CommandEvent.Started(event.at(), retry));
    } else {
      update(
          job.get(),
          task.get(),
          index,
          one -> one.to(TaskState.RUNNING, event.at(), one.execution().running(event)));
    }
  }

  @Override
  public void ended(Run run, Fate fate, CommandEvent.Ended event) {
    core.dirty().pool(run.pool());
    Optional<AccountJob> job = core.jobOf(run);
    job.ifPresent(core::markJob);
    Optional<Task> task = job.flatMap(one -> one.tasks().find(run.task().orElseThrow()));
    if (task.isEmpty()) {
      return;
    }
    Instances instances = all.get(key(job.orElseThrow(), task.get()));
    if (instances == null) {
      return;
    }
    Integer index = instances.runs.remove(run);
    if (index != null && index > 0) {
      update(
          job.get(),
          task.get(),
          index,
          one -> one.to(TaskState.COMPLETED, event.ended(), one.execution().finished(event)));
    }
    advance(job.get(), task.get(), instances, event);
  }

  private void advance(AccountJob job, Task task, Instances instances, CommandEvent.Ended event) {
    boolean application = instances.coordinated == instances.nodes.size();
    if (!instances.stopping && !application && event.failure().isEmpty()) {
      instances.coordinated++;
      if (instances.coordinated == instances.nodes.size()) {
        run(
            job,
            task,
            instances,
            0,
            lines.application(instances.nodes, job.job(), task, instances.began));
      }
      return;
    }
    if (instances.decisive.isEmpty()) {
      instances.decisive = Optional.of(event);
      stop(instances, Reason.ENDED);
    }
    if (instances.runs.isEmpty()) {
      over(job, task, instances, instances.decisive.get());
    }
  }

  private void over(AccountJob job, Task task, Instances instances, CommandEvent.Ended decisive) {
    int most = task.settings().constraints().retries();
    boolean exited = decisive.exitCode().isPresent() && decisive.exitCode().getAsInt() != 0;
    boolean failed = exited && decisive.failure().filter(MultiInstance::byExitCode).isPresent();
    if (failed && !instances.killed && (most < 0 || instances.retry < most)) {
      start(
          job, task, new Instances(instances.nodes, instances.retry + 1, core.clock().now()), true);
      return;
    }
    all.remove(key(job, task));
    endLeft(job, task, instances);
    CommandEvent.Ended whole =
        new CommandEvent.Ended(
            decisive.started(),
            decisive.ended(),
            decisive.exitCode(),
            instances.retry,
            decisive.failure());
    owner.ended(job, task, instances.fate, task.execution().finished(whole));
  }

  private static boolean byExitCode(CommandEvent.Failure failure) {
    return failure.code().equals("FailureExitCode");
  }

  private interface Change {
    Subtask of(Subtask before);
  }

  private static void update(AccountJob job, Task task, int index, Change change) {
    List<Subtask> subtasks = new ArrayList<>(job.subtasks().getOrDefault(task.key(), List.of()));
    if (index <= subtasks.size()) {
      subtasks.set(index - 1, change.of(subtasks.get(index - 1)));
      job.setSubtasks(task.key(), subtasks);
    }
  }
}
