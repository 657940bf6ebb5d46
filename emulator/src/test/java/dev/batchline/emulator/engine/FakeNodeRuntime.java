package dev.batchline.emulator.engine;

import dev.batchline.emulator.node.CommandEvent;
import dev.batchline.emulator.node.CommandEvent.Failure;
import dev.batchline.emulator.node.NodeCommand;
import dev.batchline.emulator.node.NodeRuntime;
import dev.batchline.emulator.node.RunningCommand;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A runtime whose commands do nothing until the test says how they go. */
final class FakeNodeRuntime implements NodeRuntime {

  private final Supplier<Instant> clock;
  private final Path root;
  private final List<FakeCommand> commands = new ArrayList<>();
  private final Set<FakeCommand> live = new LinkedHashSet<>();
  private final Map<String, Map<String, String>> uploads = new HashMap<>();
  private final List<String> removed = new ArrayList<>();
  private final List<Path> swept = new ArrayList<>();
  private boolean full;
  private boolean stubborn;

  /**
   * @param root below which nodes are said to have their directories; none is made
   */
  FakeNodeRuntime(Supplier<Instant> clock, Path root) {
    this.clock = clock;
    this.root = root;
  }

  /** A command that was started. */
  final class FakeCommand implements RunningCommand {
    final NodeCommand command;
    private final Consumer<CommandEvent> events;
    private Optional<Instant> started = Optional.empty();
    private Optional<Reason> killed = Optional.empty();
    private boolean over;
    private int retries;

    FakeCommand(NodeCommand command, Consumer<CommandEvent> events) {
      this.command = command;
      this.retries = command.retriesSoFar();
      this.events = events;
    }

    void begin(int retry) {
      retries = retry;
      started = Optional.of(clock.get());
      events.accept(new CommandEvent.Started(clock.get(), retry));
    }

    void exit(int code) {
      if (started.isEmpty()) {
        begin(retries);
      }
      end(
          OptionalInt.of(code),
          code == 0
              ? Optional.empty()
              : Optional.of(
                  new Failure(
                      "UserError",
                      "FailureExitCode",
                      "The task exited with an exit code representing a failure",
                      List.of())));
    }

    void fail(String code) {
      end(
          OptionalInt.empty(),
          Optional.of(new Failure("UserError", code, "It failed.", List.of())));
    }

    private void end(OptionalInt exitCode, Optional<Failure> failure) {
      over = true;
      live.remove(this);
      events.accept(new CommandEvent.Ended(started, clock.get(), exitCode, retries, failure));
    }

    Optional<Reason> killed() {
      return killed;
    }

    @Override
    public void kill(Reason reason) {
      if (over) {
        return;
      }
      killed = Optional.of(reason);
      if (!stubborn) {
        die();
      }
    }

    /** Ends as what was killed does. */
    void die() {
      end(
          OptionalInt.empty(),
          Optional.of(
              new Failure(
                  "UserError",
                  "TaskEnded",
                  "Task Was Ended by User Request",
                  List.of(Map.entry("Message", "Task Was Ended by User Request")))));
    }
  }

  /** From now on commands that are killed go on until the test ends them. */
  void ignoreKills() {
    stubborn = true;
  }

  /** From now on no node gets a directory. */
  void fillDisk() {
    full = true;
  }

  /** Commands that have not ended, in the order in which they were started. */
  List<FakeCommand> running() {
    return List.copyOf(live);
  }

  /** Ends all that runs, with success, and forgets it. */
  void finishAll() {
    running().forEach(command -> command.exit(0));
    commands.clear();
  }

  /** All commands whose directory ends like that, the latest last. */
  List<FakeCommand> all(String directory) {
    return commands.stream()
        .filter(command -> command.command.directory().endsWith(directory))
        .toList();
  }

  /** The latest command whose directory ends like that. */
  FakeCommand command(String directory) {
    List<FakeCommand> found = all(directory);
    if (found.isEmpty()) {
      throw new AssertionError("no command in " + directory);
    }
    return found.get(found.size() - 1);
  }

  List<String> removedNodes() {
    return List.copyOf(removed);
  }

  @Override
  public Path createNode(String poolId, String nodeId) {
    if (full) {
      throw new IllegalStateException("no space left");
    }
    return root.resolve(poolId).resolve(nodeId);
  }

  @Override
  public void removeNode(String poolId, String nodeId) {
    removed.add(nodeId);
  }

  @Override
  public List<Path> nodesLeft() {
    return List.of();
  }

  @Override
  public void discard(Path directory) {
    removed.add(directory.toString());
  }

  @Override
  public RunningCommand start(NodeCommand command, Consumer<CommandEvent> events) {
    FakeCommand fake = new FakeCommand(command, events);
    commands.add(fake);
    live.add(fake);
    return fake;
  }

  @Override
  public void endLeft(Path directory) {
    swept.add(directory);
  }

  /** Directories of which what was left there was ended. */
  List<Path> swept() {
    return List.copyOf(swept);
  }

  @Override
  public void upload(String containerUrl, Map<String, String> blobs) {
    uploads.put(containerUrl, Map.copyOf(blobs));
  }

  /** What was uploaded: texts by name, by container. */
  Map<String, Map<String, String>> uploads() {
    return Map.copyOf(uploads);
  }

  @Override
  public void close() {}
}
