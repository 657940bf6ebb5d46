package dev.batchline.emulator.node;

import dev.batchline.emulator.node.CommandEvent.Ended;
import dev.batchline.emulator.node.CommandEvent.Failure;
import dev.batchline.emulator.node.CommandEvent.Started;
import dev.batchline.emulator.node.NodeCommand.OutputFile;
import dev.batchline.emulator.node.NodeCommand.OutputFile.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One command from staging to {@link Ended}, as a chain of steps: stage, run, (run again,) upload.
 *
 * <p>Invariants: at most one step is running at any time, so events come one after the other; no
 * thread waits while the process runs; {@code Ended} is the last event and comes after the process
 * group has been killed. {@code kill} may come from any thread, which is what the monitor is for.
 */
final class CommandRun implements RunningCommand {

  private static final Logger LOG = LoggerFactory.getLogger(CommandRun.class);

  /** What the shell reports for SIGKILL; Batch reports it for a task that took too long. */
  private static final int KILLED = 137;

  private static final Duration LONGEST = Duration.ofDays(10_000);

  private final NodeCommand command;
  private final Path node;
  private final Mark mark;
  private final Consumer<CommandEvent> events;
  private final NodeTools tools;
  private final Cancellation cancellation = new Cancellation();
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  private @Nullable Runnable waiting;
  private @Nullable Process process;
  private @Nullable Future<?> alarm;
  private @Nullable Reason killed;
  private boolean tookTooLong;

  private Optional<Instant> started = Optional.empty();
  private OptionalInt exitCode = OptionalInt.empty();
  private int retries;

  /**
   * @param node directory of the node, beneath which all that the command may upload lies
   */
  CommandRun(NodeCommand command, Path node, Consumer<CommandEvent> events, NodeTools tools) {
    this.command = command;
    this.node = node;
    this.mark = tools.marks().next(node);
    this.events = events;
    this.tools = tools;
    this.retries = command.retriesSoFar();
  }

  Path directory() {
    return command.directory();
  }

  /** Complete when nothing of the command runs any more and {@link Ended} is about to be told. */
  CompletableFuture<Void> over() {
    return over;
  }

  void begin() {
    boolean quick = command.resourceFiles().isEmpty() && command.packages().isEmpty();
    next(quick ? tools.steps() : tools.transfers(), this::stage);
  }

  @Override
  public void kill(Reason reason) {
    synchronized (this) {
      if (over.isDone() || killed == Reason.LOST || killed == reason) {
        return;
      }
      killed = reason;
      if (process != null) {
        stop(process, reason == Reason.ENDED);
      }
      if (reason == Reason.ENDED && started.isPresent()) {
        return; // what it has for the case of failure is still uploaded
      }
      cancellation.cancel();
      if (waiting != null) {
        // Not to wait for its turn: all threads may be busy with long transfers of others.
        waiting = null;
        tools.steps().execute(() -> end(Optional.of(CommandFailures.taskEnded())));
      }
    }
  }

  private synchronized boolean isKilled() {
    return killed != null;
  }

  // -- steps

  private void stage() {
    try {
      if (command.leavesProcesses()) {
        tools.left().kill(command.directory()); // of an earlier run
      }
      prepareDirectory();
      failIfAsked();
      tools.packages().deploy(command.packages(), tools.users());
      tools.staging().stage(command.resourceFiles(), command.directory(), cancellation);
      tools.users().own(command.user(), command.directory());
      if (!command.resourceFiles().isEmpty() || !command.packages().isEmpty()) {
        tools.forks().awaitStartsUnderWay();
      }
    } catch (CommandFailedException e) {
      end(Optional.of(e.failure()));
      return;
    } catch (IOException e) {
      end(Optional.of(CommandFailures.directory(e)));
      return;
    }
    next(tools.steps(), this::run);
  }

  private void failIfAsked() throws CommandFailedException {
    if (command.onRequest().staging().isPresent()) {
      throw new CommandFailedException(command.onRequest().staging().get());
    }
  }

  private void prepareDirectory() throws IOException {
    if (command.fresh() && Files.exists(command.directory())) {
      Directories.empty(command.directory());
    }
    Files.createDirectories(ProcessLauncher.workingDirectory(command));
  }

  private void run() {
    Process running;
    synchronized (this) {
      if (killed != null) {
        throw new CancellationException("killed before it was started");
      }
      started = Optional.of(tools.time().now());
      try {
        running = tools.launcher().start(command, mark);
      } catch (CommandFailedException e) {
        tell(new Started(started.get(), retries)); // as Batch tells of what it can't launch
        next(tools.steps(), () -> end(Optional.of(e.failure())));
        return;
      }
      process = running;
      exitCode = OptionalInt.empty();
      if (command.wallClock().isPresent()) {
        alarm = after(command.wallClock().get(), () -> expire(running));
      }
    }
    tell(new Started(started.orElseThrow(), retries));
    when(running.onExit(), () -> exited(running));
  }

  /** On the thread that has waited for the process: nothing long here. */
  private void exited(Process ended) {
    CompletableFuture<Void> dead;
    synchronized (this) {
      if (command.leavesProcesses() && succeeded(ended)) {
        tools.left().keep(command.directory(), ended.pid());
        dead = CompletableFuture.completedFuture(null);
      } else {
        dead = tools.groups().killed(ended.pid());
      }
      process = null;
      if (alarm != null) {
        alarm.cancel(false);
      }
      if (killed != null || tookTooLong) {
        Strays.Owner owner = new Strays.Owner(command.directory(), mark);
        dead = dead.thenCompose(group -> tools.strays().killSoon(owner));
      }
    }
    when(dead, () -> next(tools.steps(), () -> decide(ended.exitValue())));
  }

  /** Called with the monitor held. */
  private boolean succeeded(Process ended) {
    return ended.exitValue() == 0 && killed == null && !tookTooLong;
  }

  private void decide(int exitValue) {
    boolean stopped = isKilled();
    boolean late = tookTooLong && !stopped;
    boolean mayRetry = command.retries() < 0 || retries < command.retries();
    if (exitValue != 0 && !stopped && !late && mayRetry) {
      retries++;
      run();
      return;
    }
    exitCode = OptionalInt.of(late ? KILLED : exitValue);
    Optional<Failure> failure = Optional.empty();
    if (stopped) {
      failure = Optional.of(CommandFailures.taskEnded());
    } else if (late) {
      failure = Optional.of(CommandFailures.overTime(command.wallClock()));
    } else if (exitValue != 0) {
      failure = Optional.of(CommandFailures.exitCode());
    }
    uploadThenEnd(failure);
  }

  private void uploadThenEnd(Optional<Failure> failure) {
    Condition other = failure.isEmpty() ? Condition.TASK_FAILURE : Condition.TASK_SUCCESS;
    List<OutputFile> outputs =
        command.outputFiles().stream().filter(output -> output.condition() != other).toList();
    if (outputs.isEmpty() || cancellation.isCancelled()) {
      end(failure);
    } else {
      next(
          tools.transfers(),
          () -> {
            Optional<Failure> uploadFailure =
                command.onRequest().upload().or(() -> upload(outputs));
            end(failure.or(() -> uploadFailure));
          });
    }
  }

  private Optional<Failure> upload(List<OutputFile> outputs) {
    OutputUpload.Place place =
        new OutputUpload.Place(
            node,
            command.directory(),
            ProcessLauncher.workingDirectory(command),
            ProcessLauncher.environment(command));
    return tools.uploads().upload(outputs, place, cancellation);
  }

  private void end(Optional<Failure> failure) {
    if (over.isDone()) {
      return;
    }
    Ended ended = new Ended(started, tools.time().now(), exitCode, retries, failure);
    over.complete(null);
    tell(ended);
  }

  // -- stopping

  private void expire(Process late) {
    synchronized (this) {
      if (process == late && killed == null) {
        tookTooLong = true;
        stop(late, true);
      }
    }
  }

  /**
   * Called with the monitor held.
   *
   * <p>A process that has just been started may not lead its group yet, and what is sent to the
   * group is lost then. The process itself always hears of it.
   */
  private void stop(Process running, boolean gently) {
    if (!gently) {
      kill(running);
      return;
    }
    if (ProcessGroups.leads(running.pid())) {
      tools.groups().terminate(running.pid());
    } else {
      running.destroy();
    }
    Future<?> force = after(tools.grace(), () -> kill(running));
    when(running.onExit(), () -> force.cancel(false));
  }

  /** Should the process fork before it hears of it, the children are found as strays. */
  private void kill(Process running) {
    tools.groups().kill(running.pid());
    running.destroyForcibly();
  }

  /** A limit of the service that means "none" is longer than a scheduler can count. */
  private Future<?> after(Duration delay, Runnable action) {
    Duration countable = delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
    return tools.clock().schedule(action, countable.toNanos(), TimeUnit.NANOSECONDS);
  }

  // -- plumbing

  /** Runs a step on an executor; one that breaks ends the command instead of leaving it. */
  private void next(Executor executor, Runnable step) {
    synchronized (this) {
      waiting = step;
    }
    executor.execute(this::runWaiting);
  }

  private void runWaiting() {
    Runnable step;
    synchronized (this) {
      step = waiting;
      waiting = null;
    }
    if (step == null) {
      return;
    }
    try {
      step.run();
    } catch (CancellationException e) {
      end(Optional.of(CommandFailures.taskEnded()));
    } catch (RuntimeException e) {
      LOG.error("a step of the command in {} failed", command.directory(), e);
      end(Optional.of(CommandFailures.unknown(e)));
    }
  }

  private void when(CompletableFuture<?> happened, Runnable then) {
    var unused =
        happened.whenComplete(
            (result, failure) -> {
              try {
                then.run();
              } catch (RuntimeException e) {
                LOG.error("lost sight of the command in {}", command.directory(), e);
              }
            });
  }

  private void tell(CommandEvent event) {
    try {
      events.accept(event);
    } catch (RuntimeException e) {
      LOG.error("{} of {} was not taken", event, command.directory(), e);
    }
  }
}
