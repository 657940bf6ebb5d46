package dev.batchline.run;

import dev.batchline.run.RunEvent.Skipped;
import dev.batchline.target.FailureKind;
import dev.batchline.target.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what a run does next, from its state and the time alone.
 *
 * <p>Asking twice gives the same answer; nothing is changed by asking.
 */
public final class RunPolicy {

  /**
   * Attempts in one submission: what a target takes in a second or two, so that the connections to
   * it seldom run empty between two submissions, and a look at the target is never late for long.
   */
  static final int CHUNK = 50_000;

  /** Decisions in one step, written to the journal one by one. */
  private static final int DECISIONS = 2000;

  /** The target's own limit comes first, so that it can say what it saw. */
  private static final Duration GRACE = Duration.ofMinutes(2);

  private static final double SLOWING = 1.5;

  private final Pace pace;
  private final Optional<RunDeadline> deadline;
  private final LongestFirst longest;

  /** In the order of the plan, and without a deadline. */
  public RunPolicy(Pace pace) {
    this(pace, Optional.empty(), LongestFirst.NONE);
  }

  RunPolicy(Pace pace, Optional<RunDeadline> deadline, LongestFirst longest) {
    this.pace = pace;
    this.deadline = deadline;
    this.longest = longest;
  }

  Pace pace() {
    return pace;
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
    Optional<Step> tooMany = tooManyFailed(state);
    if (tooMany.isPresent()) {
      return tooMany.get();
    }
    Optional<Step> still = StandstillDecision.of(state);
    if (still.isPresent()) {
      return still.get();
    }
    List<RunEvent.TakingOut> nodes = NodeDecision.toTakeOut(state, now);
    if (!nodes.isEmpty()) {
      return new Step.TakeOut(nodes);
    }
    Instant look = nextLook(state, now);
    if (!look.isAfter(now)) {
      return new Step.Observe();
    }
    List<Tries> tries = toSubmit(state, now);
    if (!tries.isEmpty()) {
      return new Step.Submit(tries);
    }
    Instant due = earlier(state.nextDue().orElse(look), look);
    return new Step.WaitUntil(
        deadline.filter(RunDeadline::cancels).map(each -> earlier(each.at(), due)).orElse(due));
  }

  private Optional<Step> endFromOutside(RunState state, Instant now) {
    boolean late = state.elapsed(now).compareTo(wallClock(state)) >= 0;
    if (state.cancelled().isPresent()) {
      return finish(RunStatus.CANCELLED, "it was cancelled: " + state.cancelled().get());
    }
    if (isOver(state) && state.undecided().isEmpty()) {
      return Optional.empty();
    }
    if (deadline.filter(each -> each.cancels() && !now.isBefore(each.at())).isPresent()) {
      return finish(
          RunStatus.TIMED_OUT,
          "its deadline " + deadline.get().told() + " passed before it was done");
    }
    if (late && state.closed().isPresent()) {
      return finish(RunStatus.TIMED_OUT, timeLimit(state));
    }
    if (state.closed().isPresent()) {
      return finish(RunStatus.STOPPED, "it was ended on Azure Batch: " + state.closed().get());
    }
    return state.elapsed(now).compareTo(wallClock(state).plus(GRACE)) >= 0
        ? finish(RunStatus.TIMED_OUT, timeLimit(state))
        : Optional.empty();
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
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
    int notRun = state.count(TaskStatus.NOT_RUN) - state.leftOut();
    if (failed == 0 && notRun == 0) {
      String which = state.leftOut() == 0 ? "all tasks" : "all tasks that were to run";
      return new Step.Finish(RunStatus.SUCCEEDED, which + " succeeded");
    }
    String rest = notRun == 0 ? "" : ", " + notRun + " did not run because of that";
    return new Step.Finish(
        RunStatus.FAILED, failed + (failed == 1 ? " task" : " tasks") + " failed" + rest);
  }

  /** Whether so many tasks fail that the rest isn't worth its money. */
  private static Optional<Step> tooManyFailed(RunState state) {
    int failed = state.count(TaskStatus.FAILED);
    int ended = failed + state.count(TaskStatus.SUCCEEDED);
    int all = state.plan().taskCount() - state.count(TaskStatus.REUSED) - state.leftOut();
    return state
        .plan()
        .retry()
        .budget()
        .filter(budget -> budget.isExceeded(failed, ended, all))
        .flatMap(
            budget ->
                finish(
                    RunStatus.FAILED,
                    failed
                        + (ended < budget.minimumTasks() ? " of all " + all : " of the " + ended)
                        + (ended < budget.minimumTasks() ? " tasks" : " tasks that ended")
                        + (failed == 1 ? " has" : " have")
                        + " failed, more than the "
                        + budget.word()
                        + " of retry.budget"
                        + state
                            .commonestCause()
                            .map(cause -> "; the commonest cause is " + cause)
                            .orElse("")));
  }

  private static boolean isOver(RunState state) {
    return state.ended() == state.plan().taskCount();
  }

  private static List<RunEvent> decisions(RunState state, Instant now) {
    List<RunEvent> decisions = new ArrayList<>();
    state
        .undecided()
        .forEach(
            (task, outcome, observations) -> {
              if (isRipe(outcome, observations, state)) {
                decisions.add(new RetryDecision(state, task, outcome).decide(now));
              }
              return decisions.size() < DECISIONS;
            });
    if (decisions.isEmpty()) {
      skippable(state).ifPresent(group -> decisions.add(new Skipped(now, group)));
    }
    return decisions;
  }

  /**
   * An attempt that someone ended may be the first sign of the end of its whole job, which the next
   * look tells; the run is then not one whose tasks failed.
   */
  private static boolean isRipe(Outcome.Failed outcome, int observations, RunState state) {
    return outcome.kind() != FailureKind.TERMINATED || state.observations() >= observations + 2;
  }

  private static Optional<String> skippable(RunState state) {
    return state.groupStates().stream()
        .filter(GroupState::waits)
        .filter(group -> before(state, group).stream().anyMatch(GroupState::failed))
        .map(group -> group.planned.name())
        .findFirst();
  }

  /** Whether there are tasks that go to the first pool next. */
  static boolean beginsTasks(RunState state) {
    return state.groupStates().stream().anyMatch(group -> isOpen(state, group));
  }

  private static boolean isOpen(RunState state, GroupState group) {
    return group.waits() && before(state, group).stream().allMatch(GroupState::succeeded);
  }

  private static List<GroupState> before(RunState state, GroupState group) {
    return state.groupStates().stream()
        .filter(other -> group.planned.after().contains(other.planned.name()))
        .toList();
  }

  private List<Tries> toSubmit(RunState state, Instant now) {
    SubmissionBuilder chunk = new SubmissionBuilder(CHUNK);
    state.forEachDue(now, (due, task) -> chunk.add(task, state.attempts(task)));
    if (chunk.isEmpty()) {
      for (GroupState group : state.groupStates()) {
        List<Tries> first =
            isOpen(state, group) ? longest.waiting(state, group.planned) : List.of();
        if (!first.isEmpty()) {
          return first;
        }
      }
    }
    for (GroupState group : state.groupStates()) {
      if (chunk.isFull()) {
        break;
      }
      if (isOpen(state, group)) {
        addWaiting(state, group, chunk);
      }
    }
    return chunk.tries();
  }

  /** Between tasks that wait there may be some whose results were taken over. */
  private static void addWaiting(RunState state, GroupState group, SubmissionBuilder chunk) {
    int task = group.firstUnsubmitted();
    while (task < group.end() && !chunk.isFull()) {
      int end = state.endOfWaiting(task, group.end(), CHUNK);
      chunk.addFirst(task, end);
      task = Math.max(end, task + 1);
    }
  }

  private Instant nextLook(RunState state, Instant now) {
    if (state.observedAt().isEmpty()) {
      // Between the first two submissions there is nothing to see yet that is worth empty
      // connections.
      return state.count(TaskStatus.SUBMITTED) == 0
          ? now.plus(pace.fastest())
          : state.started().orElse(now).plus(pace.fastest());
    }
    double interval =
        pace.fastest().toMillis() * Math.pow(SLOWING, Math.min(50, state.quietObservations()));
    long millis = (long) Math.min(interval, (double) pace.slowest().toMillis());
    return state.observedAt().get().plusMillis(millis);
  }
}
