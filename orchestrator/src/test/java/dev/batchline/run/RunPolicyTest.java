package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchline.target.AttemptId;
import dev.batchline.target.FailureKind;
import dev.batchline.target.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunPolicyTest {

  /** Of a failure that is not the program's and has no row of its own. */
  private static final int PLACE_FAILURES = 8;

  private static final Instant START = Instant.parse("2026-11-21T06:00:00Z");

  private final TestPlan plan = TestPlan.workThenMerge(3);
  private final RunState state = new RunState(plan.header());
  private final RunPolicy policy = new RunPolicy(Pace.CLOUD);
  private Instant now = START;

  RunPolicyTest() {
    state.apply(new RunEvent.TakenOver(START, new Holder("test", 1, "", START)));
  }

  @Test
  void theFirstGroupIsSubmittedAtOnceAndTheNextOneIsNot() {
    assertThat(next()).isEqualTo(new Step.Submit(List.of(new Tries(0, 2, 1))));
  }

  @Test
  void aGroupIsSubmittedWhenAllTasksBeforeItSucceeded() {
    submit(new Tries(0, 2, 1));
    succeed(0, 1);
    succeed(1, 1);
    look();
    assertThat(next()).isInstanceOf(Step.WaitUntil.class);
    succeed(2, 1);
    assertThat(next()).isEqualTo(new Step.Submit(List.of(new Tries(3, 3, 1))));
  }

  @Test
  void aRunWhoseTasksAllSucceededHasSucceeded() {
    submit(new Tries(0, 2, 1));
    for (int task = 0; task < 3; task++) {
      succeed(task, 1);
    }
    submit(new Tries(3, 3, 1));
    succeed(3, 1);
    assertThat(next()).isEqualTo(new Step.Finish(RunStatus.SUCCEEDED, "all tasks succeeded"));
  }

  @Test
  void aFailedProgramIsTriedAgainUntilItsAttemptsAreUsedUp() {
    submit(new Tries(0, 2, 1));
    fail(0, 1, FailureKind.EXIT_CODE, 1);
    Instant notBefore = retry(0);
    assertThat(Duration.between(now, notBefore))
        .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
    now = notBefore;
    look();
    assertThat(next()).isEqualTo(new Step.Submit(List.of(new Tries(0, 0, 2))));
    submit(new Tries(0, 0, 2));
    fail(0, 2, FailureKind.TIME_LIMIT, 1);
    now = retry(0);
    submit(new Tries(0, 0, 3));
    fail(0, 3, FailureKind.EXIT_CODE, 1);
    assertThat(decision()).isEqualTo(new RunEvent.GaveUp(now, 0));
  }

  @Test
  void aPreemptedTaskIsRetriedWithoutUsingItsRetryBudget() {
    submit(new Tries(0, 2, 1));
    for (int attempt = 1; attempt <= 5; attempt++) {
      fail(0, attempt, FailureKind.NODE_LOST, 0);
      now = retry(0);
      submit(new Tries(0, 0, attempt + 1));
    }
    fail(0, 6, FailureKind.EXIT_CODE, 1);
    assertThat(decision()).isInstanceOf(RunEvent.WillRetry.class);
  }

  @Test
  void aTaskWhosePlaceKeepsFailingIsGivenUpInTheEnd() {
    submit(new Tries(0, 2, 1));
    for (int attempt = 1; attempt < PLACE_FAILURES; attempt++) {
      fail(0, attempt, FailureKind.INPUT, 0);
      now = retry(0);
      submit(new Tries(0, 0, attempt + 1));
    }
    fail(0, PLACE_FAILURES, FailureKind.OUTPUT, 0);
    assertThat(decision()).isInstanceOf(RunEvent.GaveUp.class);
  }

  @Test
  void anExitCodeThatIsNeverRetriedFailsTheTask() {
    submit(new Tries(0, 2, 1));
    fail(0, 1, FailureKind.EXIT_CODE, 64);
    assertThat(decision()).isEqualTo(new RunEvent.GaveUp(now, 0));
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureKind.class,
      names = {"LAUNCH", "REJECTED"})
  void whatTryingAgainCannotHelpFailsTheTask(FailureKind kind) {
    submit(new Tries(0, 2, 1));
    fail(0, 1, kind, 0);
    assertThat(decision()).isEqualTo(new RunEvent.GaveUp(now, 0));
  }

  @Test
  void tasksAfterAFailedGroupAreNotRunAndTheRunFailsWhenTheRestHasEnded() {
    submit(new Tries(0, 2, 1));
    fail(0, 1, FailureKind.LAUNCH, 0);
    state.apply(decision());
    assertThat(decision()).isEqualTo(new RunEvent.Skipped(now, "merge"));
    state.apply(decision());
    look();
    assertThat(next()).isInstanceOf(Step.WaitUntil.class);
    succeed(1, 1);
    succeed(2, 1);
    assertThat(next())
        .isEqualTo(
            new Step.Finish(RunStatus.FAILED, "1 task failed, 1 did not run because of that"));
  }

  @Test
  void anAttemptThatSomeoneEndedIsDecidedAfterALookWhetherTheJobIsOver() {
    submit(new Tries(0, 2, 1));
    fail(0, 1, FailureKind.TERMINATED, 0);
    look();
    assertThat(next()).isInstanceOf(Step.WaitUntil.class);
    state.apply(new RunEvent.Closed(now, "the job was ended"));
    assertThat(next())
        .isEqualTo(
            new Step.Finish(RunStatus.STOPPED, "it was ended on Azure Batch: the job was ended"));
  }

  @Test
  void aTargetThatClosesWhenTimeIsUpMakesTheRunTimeOut() {
    submit(new Tries(0, 2, 1));
    now = START.plus(Duration.ofHours(4));
    state.apply(new RunEvent.Closed(now, "MaxWallClockTimeExpiry"));
    assertThat(((Step.Finish) next()).status()).isEqualTo(RunStatus.TIMED_OUT);
  }

  @Test
  void aRunEndsByItselfWhenTheTargetDoesNotEndItInTime() {
    submit(new Tries(0, 2, 1));
    now = START.plus(Duration.ofHours(4)).plusSeconds(60);
    assertThat(next()).isNotInstanceOf(Step.Finish.class);
    now = now.plusSeconds(60);
    assertThat(((Step.Finish) next()).status()).isEqualTo(RunStatus.TIMED_OUT);
  }

  @Test
  void aCancelledRunEndsWhateverItsTasksDo() {
    submit(new Tries(0, 2, 1));
    state.apply(new RunEvent.CancelRequested(now, "wrong data"));
    assertThat(next())
        .isEqualTo(new Step.Finish(RunStatus.CANCELLED, "it was cancelled: wrong data"));
  }

  @Test
  void looksBecomeRarerWhileNothingChangesAndFrequentAgainWhenSomethingDoes() {
    submit(new Tries(0, 2, 1));
    look();
    look();
    Duration before = Duration.ZERO;
    for (int i = 0; i < 10; i++) {
      Duration wait = Duration.between(now, ((Step.WaitUntil) next()).until());
      assertThat(wait).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(Pace.CLOUD.slowest());
      before = wait;
      now = now.plus(wait);
      look();
    }
    assertThat(before).isEqualTo(Pace.CLOUD.slowest());
    succeed(0, 1);
    look();
    assertThat(Duration.between(now, ((Step.WaitUntil) next()).until()))
        .isEqualTo(Pace.CLOUD.fastest());
  }

  @Test
  void backoffDoublesUpToItsBoundAndIsTheSameEachTime() {
    for (int failures = 1; failures < 30; failures++) {
      Duration whole = Duration.ofMillis(Math.min(300_000, 10_000L << Math.min(20, failures - 1)));
      Duration wait = Backoff.after(Duration.ofSeconds(10), failures, 7);
      assertThat(wait).isBetween(whole.dividedBy(2), whole);
      assertThat(wait).isEqualTo(Backoff.after(Duration.ofSeconds(10), failures, 7));
    }
    assertThat(Backoff.after(Duration.ofSeconds(10), 1, 1))
        .isNotEqualTo(Backoff.after(Duration.ofSeconds(10), 1, 2));
  }

  @Test
  void aPostponedAttemptIsSubmittedAgainUnderTheSameNumber() {
    submit(new Tries(0, 2, 1));
    state.apply(new RunEvent.Postponed(now, List.of(new Tries(1, 2, 1)), now.plusSeconds(3)));
    assertThat(state.attempts()).isEqualTo(1);
    look();
    now = now.plusMillis(2999);
    assertThat(next()).isInstanceOf(Step.WaitUntil.class);
    now = now.plusMillis(1);
    look();
    assertThat(next()).isEqualTo(new Step.Submit(List.of(new Tries(1, 2, 1))));
  }

  @Test
  void anEventThatCannotFollowThrows() {
    assertThatThrownBy(() -> succeed(0, 1)).isInstanceOf(IllegalStateException.class);
    submit(new Tries(0, 2, 1));
    assertThatThrownBy(() -> submit(new Tries(0, 0, 1))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> submit(new Tries(0, 0, 2))).isInstanceOf(IllegalStateException.class);
    succeed(0, 1);
    assertThatThrownBy(() -> succeed(0, 1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> state.apply(new RunEvent.GaveUp(now, 0)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> state.apply(new RunEvent.Skipped(now, "work")))
        .isInstanceOf(IllegalStateException.class);
  }

  private Step next() {
    return policy.next(state, now);
  }

  private RunEvent decision() {
    return ((Step.Decide) next()).decisions().get(0);
  }

  /** Takes the decision to try again; returns from when on. */
  private Instant retry(int task) {
    RunEvent.WillRetry retry = (RunEvent.WillRetry) decision();
    assertThat(retry.ordinal()).isEqualTo(task);
    state.apply(retry);
    return retry.notBefore();
  }

  private void submit(Tries tries) {
    state.apply(new RunEvent.Submitting(now, List.of(tries)));
  }

  private void look() {
    state.apply(new RunEvent.Observed(now, now, 0, 0, 1));
  }

  private void succeed(int task, int number) {
    end(task, number, new Outcome.Succeeded(Optional.empty()));
  }

  private void fail(int task, int number, FailureKind kind, int exitCode) {
    OptionalInt code =
        kind == FailureKind.EXIT_CODE ? OptionalInt.of(exitCode) : OptionalInt.empty();
    end(task, number, new Outcome.Failed(kind, code, kind.name(), "it failed", Optional.empty()));
  }

  private void end(int task, int number, Outcome outcome) {
    AttemptId id = new AttemptId(task, plan.header().taskId(task), number);
    state.apply(new RunEvent.Ended(now, id, outcome));
  }
}
