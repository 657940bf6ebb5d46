package dev.batchline.emulator.engine;

import dev.batchline.emulator.engine.Run.Fate;
import dev.batchline.emulator.engine.Run.Kind;
import dev.batchline.emulator.node.CommandEvent;
import dev.batchline.emulator.node.CommandEvent.Failure;
import dev.batchline.emulator.node.NodeCommand;
import dev.batchline.emulator.node.NodeRuntime;
import dev.batchline.emulator.node.RunningCommand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The commands that run on nodes.
 *
 * <p>Whatever touches processes or files happens on the workers; what comes back is put into the
 * engine's inbox. So a command counts as running until its end has been handled by the engine.
 */
final class Commands {

  private final NodeRuntime runtime;
  private final Executor workers;
  private final Executor inbox;
  private final Supplier<Instant> clock;
  private final NodeLogs logs;
  private final CommandFaults faults;
  private final Map<Long, Active> active = new LinkedHashMap<>();
  private final Map<String, Map<Long, Run>> byNode = new HashMap<>();
  private final Map<String, Map<Long, Run>> byJob = new HashMap<>();
  private final Map<String, Run> byTask = new HashMap<>();
  private long ids;

  private static final class Active {
    final CompletableFuture<RunningCommand> command = new CompletableFuture<>();
    Fate fate = Fate.COMPLETE;
    boolean fillsDisk;
    boolean killed;
    final List<Runnable> afterwards = new ArrayList<>();
  }

  /** What the engine does about a command's events. */
  interface Listener {
    void started(Run run, CommandEvent.Started event);

    void ended(Run run, Fate fate, CommandEvent.Ended event);
  }

  /** Where what takes long is done, where what came of it is handled, and when. */
  record Threads(Executor workers, Executor inbox, Supplier<Instant> clock) {}

  Commands(NodeRuntime runtime, Threads threads, NodeLogs logs, CommandFaults faults) {
    this.runtime = runtime;
    this.workers = threads.workers();
    this.inbox = threads.inbox();
    this.clock = threads.clock();
    this.logs = logs;
    this.faults = faults;
  }

  /**
   * Starts a command on a node.
   *
   * @param job key of its job, if it has one
   * @param task key of its task, if it has one
   */
  Run start(
      Kind kind,
      NodeKey node,
      Optional<String> job,
      Optional<String> task,
      NodeCommand command,
      Listener listener) {
    Run run = new Run(ids++, kind, node.pool(), node.node(), job, task);
    Active one = new Active();
    active.put(run.id(), one);
    byNode.computeIfAbsent(run.node(), key -> new LinkedHashMap<>()).put(run.id(), run);
    job.ifPresent(key -> byJob.computeIfAbsent(key, k -> new LinkedHashMap<>()).put(run.id(), run));
    task.ifPresent(key -> byTask.put(taskKey(job, key), run));
    logs.info(run.nodeKey(), run.label() + ": got to the node");
    CommandFaults.Faulty faulty = faults.strike(run, command);
    one.fillsDisk = faulty.fillsDisk();
    workers.execute(
        () -> {
          try {
            one.command.complete(
                runtime.start(
                    faulty.command(), event -> inbox.execute(() -> handle(run, event, listener))));
          } catch (RuntimeException refused) {
            inbox.execute(() -> handle(run, notStarted(refused), listener));
          }
        });
    return run;
  }

  /** Whether a command was killed and hasn't ended yet. */
  boolean killed(Run run) {
    Active one = active.get(run.id());
    return one != null && one.killed;
  }

  /**
   * Kills a command; its end then means what {@code fate} says. Of one that is killed again the
   * stronger meaning counts: what a user has ended isn't requeued.
   */
  void kill(Run run, RunningCommand.Reason reason, Fate fate) {
    Active one = active.get(run.id());
    if (one == null) {
      return;
    }
    one.fate = one.killed && one.fate.compareTo(fate) > 0 ? one.fate : fate;
    one.killed = true;
    logs.info(run.nodeKey(), run.label() + ": to be killed");
    var unused = one.command.thenAcceptAsync(command -> command.kill(reason), workers);
  }

  /** Forgets the commands of a node that is lost; nothing is heard of them any more. */
  void forgetNode(String node) {
    List.copyOf(onNode(node)).forEach(this::forget);
  }

  Collection<Run> onNode(String node) {
    return byNode.getOrDefault(node, Map.of()).values();
  }

  Collection<Run> ofJob(String job) {
    return byJob.getOrDefault(job, Map.of()).values();
  }

  Optional<Run> ofTask(String job, String task) {
    return Optional.ofNullable(byTask.get(taskKey(Optional.of(job), task)));
  }

  private void handle(Run run, CommandEvent event, Listener listener) {
    Active one = active.get(run.id());
    if (one == null) {
      return;
    }
    note(run, event);
    if (event instanceof CommandEvent.Started started) {
      if (one.fate == Fate.COMPLETE) {
        listener.started(run, started);
      }
    } else if (event instanceof CommandEvent.Ended ended) {
      forget(run);
      listener.ended(run, one.fate, ended);
      if (one.fillsDisk) {
        faults.diskFull(run);
      }
    }
  }

  private void note(Run run, CommandEvent event) {
    if (event instanceof CommandEvent.Started started) {
      String retry = started.retry() == 0 ? "" : ", retry " + started.retry();
      logs.info(run.nodeKey(), run.label() + ": process started" + retry);
    } else if (event instanceof CommandEvent.Ended ended) {
      String exit =
          ended.exitCode().isPresent() ? ", exit code " + ended.exitCode().getAsInt() : "";
      ended
          .failure()
          .ifPresentOrElse(
              failure -> logs.warn(run.nodeKey(), run.label() + ": " + failure.code() + exit),
              () -> logs.info(run.nodeKey(), run.label() + ": ended" + exit));
    }
  }

  private void forget(Run run) {
    Active one = active.remove(run.id());
    remove(byNode, run.node(), run);
    run.job().ifPresent(job -> remove(byJob, job, run));
    run.task().ifPresent(task -> byTask.remove(taskKey(run.job(), task), run));
    if (one != null) {
      one.afterwards.forEach(Runnable::run);
    }
  }

  /** Does something once none of these commands runs any more. */
  void afterAll(Collection<Run> runs, Runnable action) {
    List<Active> left = new ArrayList<>();
    runs.forEach(run -> Optional.ofNullable(active.get(run.id())).ifPresent(left::add));
    if (left.isEmpty()) {
      action.run();
      return;
    }
    AtomicInteger running = new AtomicInteger(left.size());
    Runnable counted =
        () -> {
          if (running.decrementAndGet() == 0) {
            action.run();
          }
        };
    left.forEach(one -> one.afterwards.add(counted));
  }

  private static void remove(Map<String, Map<Long, Run>> index, String key, Run run) {
    Map<Long, Run> runs = index.get(key);
    if (runs != null) {
      runs.remove(run.id());
      if (runs.isEmpty()) {
        index.remove(key);
      }
    }
  }

  private static String taskKey(Optional<String> job, String task) {
    return job.orElseThrow() + "/" + task;
  }

  private CommandEvent.Ended notStarted(RuntimeException refused) {
    return new CommandEvent.Ended(
        Optional.empty(),
        clock.get(),
        OptionalInt.empty(),
        0,
        Optional.of(
            new Failure(
                "ServerError",
                "Unknown",
                "The command could not be started.",
                List.of(Map.entry("Message", String.valueOf(refused.getMessage()))))));
  }
}
