package dev.batchline.run;

import dev.batchline.target.AttemptId;
import dev.batchline.target.Observation;
import dev.batchline.target.Outcome;
import java.time.Instant;
import java.util.List;

/** One line of the journal: what was decided, or what was seen. */
public sealed interface RunEvent {

  Instant at();

  /** A process begins to drive the run; the first of these is when the run began. */
  record TakenOver(Instant at, Holder holder) implements RunEvent {}

  /**
   * These don't run: another run has their results.
   *
   * @param run the one whose attempts made them
   * @param tries the attempts there, by this run's ordinals
   */
  record Reused(Instant at, String run, List<Tries> tries) implements RunEvent {
    public Reused {
      tries = List.copyOf(tries);
    }
  }

  /** These don't run: nobody chose them for a rerun, and there is no result to take over. */
  record LeftOut(Instant at, List<TaskRange> tasks) implements RunEvent {
    public LeftOut {
      tasks = List.copyOf(tasks);
    }
  }

  /** These are about to be handed to the target; written before it is done. */
  record Submitting(Instant at, List<Tries> tries) implements RunEvent {
    public Submitting {
      tries = List.copyOf(tries);
    }
  }

  /** The target has not taken these; they are submitted again, under the same numbers. */
  record Postponed(Instant at, List<Tries> tries, Instant until) implements RunEvent {
    public Postponed {
      tries = List.copyOf(tries);
    }
  }

  /** One of the plan's further pools is about to be created, or found again. */
  record Extending(Instant at, int place) implements RunEvent {}

  /** A node takes no attempts, and won't by itself; it may be told again. */
  record NodeBroken(Instant at, int place, String node, String state, String problem)
      implements RunEvent {}

  /**
   * A node is about to be taken out of its pool.
   *
   * @param state why, by the words of the table of failures
   * @param why one sentence
   */
  record TakingOut(Instant at, int place, String node, String state, String why)
      implements RunEvent {}

  /**
   * These attempts succeeded, all on one node: a million of them are a line for each thousand.
   *
   * @param node that they ran on
   */
  record Succeeded(Instant at, String node, List<Success> attempts) implements RunEvent {
    public Succeeded {
      attempts = List.copyOf(attempts);
    }
  }

  /**
   * One attempt that succeeded.
   *
   * @param task its ordinal
   * @param number of the attempt
   * @param started in milliseconds since 1970
   * @param took milliseconds
   */
  record Success(int task, int number, long started, long took) {

    Outcome.Execution execution(String node) {
      Instant begin = Instant.ofEpochMilli(started);
      return new Outcome.Execution(node, begin, begin.plusMillis(took));
    }
  }

  /** An attempt ended: it failed, or it is not known where it succeeded. */
  record Ended(Instant at, AttemptId id, Outcome outcome) implements RunEvent {}

  /**
   * A task whose attempt failed is tried once more.
   *
   * @param place number of the pool it goes to; 0 for the one it was on
   * @param elsewhere whether to avoid the node that it was on
   */
  record WillRetry(Instant at, int ordinal, Instant notBefore, int place, boolean elsewhere)
      implements RunEvent {
    public WillRetry(Instant at, int ordinal, Instant notBefore) {
      this(at, ordinal, notBefore, 0, false);
    }
  }

  /** A task whose attempt failed is not tried any more. */
  record GaveUp(Instant at, int ordinal) implements RunEvent {}

  /** The tasks of a group will never run, because a group it comes after failed. */
  record Skipped(Instant at, String group) implements RunEvent {}

  /**
   * The target was looked at.
   *
   * @param cursor where the next look continues
   * @param nodes how many there were
   * @param cores how many they had together; 0 when that isn't known
   * @param busy how many of the nodes computed; 0 in journals of earlier versions
   */
  record Observed(
      Instant at, Instant cursor, int waiting, int running, int nodes, int cores, int busy)
      implements RunEvent {

    public static Observed of(Observation seen, Instant at) {
      return new Observed(
          at,
          seen.cursor(),
          seen.waiting(),
          seen.running(),
          seen.capacity().nodes(),
          seen.capacity().cores(),
          seen.capacity().busy());
    }

    /** Of nodes that are all of the first pool. */
    public Observed(Instant at, Instant cursor, int waiting, int running, int nodes) {
      this(at, cursor, waiting, running, nodes, 0, 0);
    }
  }

  /** Somebody has deleted one of the run's pools; its job is still there. */
  record PoolGone(Instant at, int place) implements RunEvent {}

  /** A pool that somebody had deleted was created again. */
  record CreatedAgain(Instant at, int place) implements RunEvent {}

  /** A pool where nothing is to be done gives its nodes up to others that a quota keeps small. */
  record Resting(Instant at, int place) implements RunEvent {}

  /** It has its nodes back. */
  record Woken(Instant at, int place) implements RunEvent {}

  /**
   * Nothing runs and nothing has ended for a while; told with each time it was asked why.
   *
   * @param sentence why
   */
  record StoodStill(Instant at, StandstillCause cause, String sentence) implements RunEvent {}

  /** The target runs nothing more. */
  record Closed(Instant at, String reason) implements RunEvent {}

  /**
   * All that can run has ended, or the run ends before; what follows is collecting.
   *
   * @param status the run will have in the end
   * @param reason one sentence
   */
  record Finished(Instant at, RunStatus status, String reason) implements RunEvent {}

  /** Someone asked for the run's end. */
  record CancelRequested(Instant at, String reason) implements RunEvent {}
}
