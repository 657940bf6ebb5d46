package dev.batchline.run;

import dev.batchline.run.Failures.Failure;
import dev.batchline.run.RunEvent.GaveUp;
import dev.batchline.run.RunEvent.Skipped;
import dev.batchline.run.RunEvent.WillRetry;
import dev.batchline.spec.RetryRules;
import dev.batchline.target.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Decides what a run does next, from its state and the time alone.
 *
 * <p>Asking twice gives the same answer; nothing is changed by asking.
 */
public final class RunPolicy {

  /** Attempts in one submission: twenty calls of a hundred each. */
  static final int CHUNK = 2000;

  /** How often at most the place, not the program, may fail a task. */
  static final int PLACE_FAILURES = 8;

  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);
  private static final Duration PLACE_BACKOFF = Duration.ofSeconds(5);

  /** The target's own limit comes first, so that it can say what it saw. */
  private static final Duration GRACE = Duration.ofMinutes(2);

  private static final double SLOWING = 1.5;

  private final Pace pace;

  public RunPolicy(Pace pace) {
    this.pace = pace;
  }

  public Step next(RunState state, Instant now) {
    if (state.finished().isPresent()) {
      return new Step.Finish(state.finished().get().status(), state.finished().get().reason());
    }
    Optional<Step> end = endFromOutside(state, now);
    if (end.isPresent()) {
      return end.get();
    }
    List<RunEvent> decisions = decisions(state, now);
    if (!decisions.isEmpty()) {
      return new Step.Decide(decisions);
    }
    if (isOver(state)) {
      return verdict(state);
    }
    Instant look = nextLook(state, now);
    if (!look.isAfter(now)) {
      return new Step.Observe();
    }
    List<Tries> tries = toSubmit(state, now);
    if (!tries.isEmpty()) {
      return new Step.Submit(tries);
    }
    Instant due = state.nextDue().orElse(look);
    return new Step.WaitUntil(due.isBefore(look) ? due : look);
  }

  private static Optional<Step> endFromOutside(RunState state, Instant now) {
    boolean late = state.elapsed(now).compareTo(wallClock(state)) >= 0;
    if (state.cancelled().isPresent()) {
      return finish(RunStatus.CANCELLED, "it was cancelled: " + state.cancelled().get());
    }
    if (isOver(state) && state.undecided().isEmpty()) {
      return Optional.empty();
    }
    if (late && state.closed().isPresent()) {
      return finish(RunStatus.TIMED_OUT, timeLimit(state));
    }
    if (state.closed().isPresent()) {
      return finish(RunStatus.STOPPED, "the target ended it: " + state.closed().get());
    }
    return state.elapsed(now).compareTo(wallClock(state).plus(GRACE)) >= 0
        ? finish(RunStatus.TIMED_OUT, timeLimit(state))
        : Optional.empty();
  }

  private static Optional<Step> finish(RunStatus status, String reason) {
    return Optional.of(new Step.Finish(status, reason));
  }

  private static Duration wallClock(RunState state) {
    return state.plan().limits().wallClock();
  }

  private static String timeLimit(RunState state) {
    return "its wall-clock limit of " + wallClock(state) + " passed";
  }

  private static Step verdict(RunState state) {
    int failed = state.count(TaskStatus.FAILED);
    int notRun = state.count(TaskStatus.NOT_RUN);
    if (failed == 0 && notRun == 0) {
      return new Step.Finish(RunStatus.SUCCEEDED, "all tasks succeeded");
    }
    String rest = notRun == 0 ? "" : ", " + notRun + " did not run because of that";
    return new Step.Finish(
        RunStatus.FAILED, failed + (failed == 1 ? " task" : " tasks") + " failed" + rest);
  }

  private static boolean isOver(RunState state) {
    int ended =
        state.count(TaskStatus.SUCCEEDED)
            + state.count(TaskStatus.FAILED)
            + state.count(TaskStatus.NOT_RUN);
    return ended == state.plan().taskCount();
  }

  private static List<RunEvent> decisions(RunState state, Instant now) {
    List<RunEvent> decisions = new ArrayList<>();
    for (Map.Entry<Integer, Failure> each : state.undecided().entrySet()) {
      if (decisions.size() == CHUNK) {
        break;
      }
      if (isRipe(each.getValue(), state)) {
        decisions.add(decide(state, each.getKey(), each.getValue(), now));
      }
    }
    if (decisions.isEmpty()) {
      skippable(state).ifPresent(group -> decisions.add(new Skipped(now, group)));
    }
    return decisions;
  }

  /**
   * An attempt that someone ended may be the first sign of the end of its whole job, which the next
   * look tells; the run is then not one whose tasks failed.
   */
  private static boolean isRipe(Failure failure, RunState state) {
    return failure.outcome().kind() != FailureKind.TERMINATED
        || state.observations() >= failure.observations() + 2;
  }

  private static RunEvent decide(RunState state, int task, Failure failure, Instant now) {
    RetryRules rules = state.plan().retry();
    FailureKind kind = failure.outcome().kind();
    RetryBudget budget = RetryBudget.of(kind);
    int failures = state.failures(task, budget);
    int allowed =
        switch (budget) {
          case PROGRAM -> rules.attempts();
          case PLACE -> PLACE_FAILURES;
          case NONE -> 0;
        };
    OptionalInt exitCode = failure.outcome().exitCode();
    boolean never =
        kind == FailureKind.EXIT_CODE
            && exitCode.isPresent()
            && rules.neverExitCodes().contains(exitCode.getAsInt());
    if (never || failures >= allowed) {
      return new GaveUp(now, task);
    }
    Duration first = budget == RetryBudget.PROGRAM ? rules.backoff() : placeBackoff(rules);
    return new WillRetry(now, task, now.plus(backoff(first, failures, task)));
  }

  private static Duration placeBackoff(RetryRules rules) {
    return rules.backoff().compareTo(PLACE_BACKOFF) < 0 ? rules.backoff() : PLACE_BACKOFF;
  }

  /**
   * Doubles with each failure up to a bound, less up to a half of it: a share that depends on the
   * task and the failure alone, so that a replay waits equally long.
   */
  static Duration backoff(Duration first, int failures, int task) {
    long longest = Math.max(first.toMillis(), LONGEST_BACKOFF.toMillis());
    long whole = Math.min(longest, first.toMillis() << Math.min(20, Math.max(0, failures - 1)));
    double share = (scramble(task * 31L + failures) >>> 11) * 0x1.0p-53;
    return Duration.ofMillis(whole - (long) (whole * share / 2));
  }

  /** The finishing step of SplitMix64. */
  private static long scramble(long seed) {
    long mixed = seed + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  private static Optional<String> skippable(RunState state) {
    return state.groupStates().stream()
        .filter(group -> group.planned.count() > 0 && !group.skipped())
        .filter(group -> before(state, group).stream().anyMatch(GroupState::failed))
        .map(group -> group.planned.name())
        .findFirst();
  }

  private static boolean isOpen(RunState state, GroupState group) {
    return !group.skipped() && before(state, group).stream().allMatch(GroupState::succeeded);
  }

  private static List<GroupState> before(RunState state, GroupState group) {
    return state.groupStates().stream()
        .filter(other -> group.planned.after().contains(other.planned.name()))
        .toList();
  }

  private static List<Tries> toSubmit(RunState state, Instant now) {
    SubmissionBuilder chunk = new SubmissionBuilder(CHUNK);
    state.forEachDue(now, (due, task) -> chunk.add(task, state.attempts(task)));
    for (GroupState group : state.groupStates()) {
      if (chunk.isFull()) {
        break;
      }
      if (group.firstUnsubmitted() < group.end() && isOpen(state, group)) {
        chunk.addFirst(group.firstUnsubmitted(), group.end());
      }
    }
    return chunk.tries();
  }

  private Instant nextLook(RunState state, Instant now) {
    if (state.observedAt().isEmpty()) {
      return state.count(TaskStatus.SUBMITTED) == 0 ? now.plus(pace.fastest()) : now;
    }
    double interval =
        pace.fastest().toMillis() * Math.pow(SLOWING, Math.min(50, state.quietObservations()));
    long millis = (long) Math.min(interval, (double) pace.slowest().toMillis());
    return state.observedAt().get().plusMillis(millis);
  }
}
