package dev.batchline.emulator.node;

import static org.awaitility.Awaitility.await;

import dev.batchline.emulator.node.CommandEvent.Ended;
import dev.batchline.emulator.node.CommandEvent.Started;
import dev.batchline.emulator.node.NodeCommand.OutputFile;
import dev.batchline.emulator.node.NodeCommand.ResourceFile;
import dev.batchline.emulator.time.ServiceTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A runtime with one node, and short ways to run commands there. */
final class NodeFixture implements AutoCloseable {

  static final ServiceTime REAL =
      new ServiceTime() {
        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public double pace() {
          return 60;
        }
      };

  final ProcessNodeRuntime runtime;
  final Path node;

  NodeFixture(Path parent) throws IOException {
    this(parent, Duration.ofMillis(300));
  }

  NodeFixture(Path parent, Duration grace) throws IOException {
    this(parent, grace, TaskUsers.NONE);
  }

  NodeFixture(Path parent, Duration grace, TaskUsers users) throws IOException {
    runtime =
        new ProcessNodeRuntime(
            NodeDirectories.make(parent, users),
            REAL,
            users,
            grace,
            new HttpTransfer.Patience(4, Duration.ofMillis(5)),
            64 * 1024);
    node = runtime.createNode("pool", "node-1");
  }

  /** What is told of one command, in order. */
  static final class Told {
    final BlockingQueue<CommandEvent> events = new LinkedBlockingQueue<>();
    final CompletableFuture<Started> begun = new CompletableFuture<>();
    final CompletableFuture<Ended> ended = new CompletableFuture<>();

    void accept(CommandEvent event) {
      events.add(event);
      if (event instanceof Started first) {
        begun.complete(first);
      }
      if (event instanceof Ended last && !ended.complete(last)) {
        throw new IllegalStateException("ended twice");
      }
    }

    Ended ended() {
      try {
        return ended.get(30, TimeUnit.SECONDS);
      } catch (Exception e) {
        throw new AssertionError("no end was told; told: " + events, e);
      }
    }

    long starts() {
      return events.stream().filter(Started.class::isInstance).count();
    }
  }

  Path task(String name) {
    return node.resolve("workitems/job/job-1").resolve(name);
  }

  Command command(String name, String line) {
    return new Command(
        new NodeCommand(
            task(name), true, line, Map.of(), List.of(), List.of(), 0, Optional.empty()));
  }

  /** A command on its way to being complete. */
  final class Command {
    private final NodeCommand is;

    private Command(NodeCommand is) {
      this.is = is;
    }

    Command environment(Map<String, String> value) {
      return with(value, is.resourceFiles(), is.outputFiles(), is.retries(), is.wallClock());
    }

    Command resources(ResourceFile... value) {
      return with(is.environment(), List.of(value), is.outputFiles(), is.retries(), is.wallClock());
    }

    Command outputs(OutputFile... value) {
      return with(
          is.environment(), is.resourceFiles(), List.of(value), is.retries(), is.wallClock());
    }

    Command retries(int value) {
      return with(is.environment(), is.resourceFiles(), is.outputFiles(), value, is.wallClock());
    }

    Command wallClock(Duration value) {
      return with(
          is.environment(), is.resourceFiles(), is.outputFiles(), is.retries(), Optional.of(value));
    }

    private Command with(
        Map<String, String> environment,
        List<ResourceFile> resources,
        List<OutputFile> outputs,
        int retries,
        Optional<Duration> wallClock) {
      return new Command(
          new NodeCommand(
              is.directory(),
              is.fresh(),
              is.commandLine(),
              environment,
              resources,
              outputs,
              retries,
              wallClock));
    }

    Command leavingProcesses() {
      return new Command(is.leavingProcesses());
    }

    Ended runAfter(int retries) {
      Told told = new Told();
      runtime.start(is.after(retries), told::accept);
      return told.ended();
    }

    Ended runAs(CommandUser user) {
      Told told = new Told();
      runtime.start(is.as(user), told::accept);
      return told.ended();
    }

    Ended run() {
      Told told = new Told();
      runtime.start(is, told::accept);
      return told.ended();
    }

    RunningCommand start(Told told) {
      return runtime.start(is, told::accept);
    }
  }

  String text(String task, String file) throws IOException {
    return Files.readString(task(task).resolve(file));
  }

  /** Waits for a file that a command writes, and returns its content. */
  String awaitText(String task, String file) throws IOException {
    Path path = task(task).resolve(file);
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> Files.exists(path) && Files.readString(path).endsWith("\n"));
    return Files.readString(path).strip();
  }

  static void awaitGone(long pid) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(
            () -> {
              if (isRunning(pid)) {
                throw new AssertionError(pid + " still runs");
              }
            });
  }

  /** A zombie that nobody has waited for yet doesn't run. */
  static boolean isRunning(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)
          && !Files.exists(Path.of("/proc/self"));
    }
  }

  @Override
  public void close() {
    runtime.close();
  }
}
