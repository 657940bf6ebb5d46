package dev.batchline.emulator.model;

import dev.batchline.emulator.node.CommandEvent;
import dev.batchline.emulator.node.CommandEvent.Failure;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a command went: of a task, or of a start, preparation or release task.
 *
 * @param started of the last run
 * @param failure present when it ended without success
 * @param retries after an exit code other than 0
 * @param requeues by a user's request
 */
public record Execution(
    Optional<Instant> started,
    Optional<Instant> ended,
    OptionalInt exitCode,
    Optional<Failure> failure,
    int retries,
    Optional<Instant> lastRetry,
    int requeues,
    Optional<Instant> lastRequeue) {

  public static final Execution NONE =
      new Execution(
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          0,
          Optional.empty(),
          0,
          Optional.empty());

  public boolean succeeded() {
    return ended.isPresent() && failure.isEmpty();
  }

  /** Whether a process was started, or what it needs could not be brought to the node. */
  public boolean begun() {
    return started.isPresent() || ended.isPresent();
  }

  /** A process has been started. */
  public Execution running(CommandEvent.Started event) {
    boolean again = event.retry() > retries;
    return new Execution(
        Optional.of(event.at()),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        event.retry(),
        again ? Optional.of(event.at()) : lastRetry,
        requeues,
        lastRequeue);
  }

  /** The command is over. */
  public Execution finished(CommandEvent.Ended event) {
    return new Execution(
        event.started(),
        Optional.of(event.ended()),
        event.exitCode(),
        event.failure(),
        event.retries(),
        lastRetry,
        requeues,
        lastRequeue);
  }

  /** Ended by a user's request without ever having run. */
  public Execution endedUnstarted(Instant at, Failure why) {
    return new Execution(
        Optional.empty(),
        Optional.of(at),
        OptionalInt.empty(),
        Optional.of(why),
        retries,
        lastRetry,
        requeues,
        lastRequeue);
  }

  /** Ended by a user's request while it ran, without waiting for what becomes of its process. */
  public Execution cutOff(Instant at, Failure why) {
    return new Execution(
        started,
        Optional.of(at),
        OptionalInt.empty(),
        Optional.of(why),
        retries,
        lastRetry,
        requeues,
        lastRequeue);
  }

  /** Waiting for another node: what is counted stays, what belongs to the run goes. */
  public Execution requeued(Optional<Instant> byUser) {
    return new Execution(
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        retries,
        lastRetry,
        byUser.isPresent() ? requeues + 1 : requeues,
        byUser.isPresent() ? byUser : lastRequeue);
  }
}
