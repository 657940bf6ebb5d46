package dev.batchline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.failure.Action;
import dev.batchline.failure.Happening;
import dev.batchline.plan.PlannedGroup;
import dev.batchline.spec.FailureBudget;
import dev.batchline.spec.RetryCondition;
import dev.batchline.spec.RetryRule;
import dev.batchline.spec.RetryRules;
import dev.batchline.target.AttemptId;
import dev.batchline.target.FailureKind;
import dev.batchline.target.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the rules, the budget and the pools of a job file change of what the policy decides. */
class RetryRulesTest {

  private static final Instant START = Instant.parse("2026-11-21T06:00:00Z");
  private static final RetryCondition KILLED = onExit(137);

  private final RunPolicy policy = new RunPolicy(Pace.CLOUD);
  private RunState state = new RunState(TestPlan.workThenMerge(1).header());
  private Instant now = START;

  @Test
  void aKilledTaskGoesOnToTheLargerPoolAndStaysThere() {
    begin(rules(new RetryRule(KILLED, Action.ESCALATE, Optional.empty(), OptionalInt.empty(), 2)));
    RunEvent.WillRetry retry = retryAfter(exit(137));
    assertThat(retry.place()).isEqualTo(2);
    assertThat(retry.notBefore()).isEqualTo(now);
    assertThat(state.place(0)).isEqualTo(2);
    assertThat(retryAfter(exit(1)).place()).isZero();
    assertThat(state.place(0)).isEqualTo(2);
    assertThat(state.place(1)).isEqualTo(1);
  }

  @Test
  void aRuleHasACountOfItsOwn() {
    begin(rules(new RetryRule(KILLED, Action.RETRY_NOW, Optional.empty(), OptionalInt.of(3), 0)));
    retryAfter(exit(137));
    retryAfter(exit(1));
    retryAfter(exit(137));
    retryAfter(exit(1));
    assertThat(decisionAfter(exit(137))).isInstanceOf(RunEvent.GaveUp.class);
  }

  @Test
  void theFirstRuleThatFitsCountsBeforeWhatIsNeverRetried() {
    begin(
        rules(
            rule(onExit(64), Action.RETRY_NOW),
            rule(onExit(64), Action.GIVE_UP),
            rule(onExit(65), Action.GIVE_UP)));
    assertThat(retryAfter(exit(64)).notBefore()).isEqualTo(now);
    assertThat(decisionAfter(exit(65))).isInstanceOf(RunEvent.GaveUp.class);
  }

  @Test
  void aRuleIsForWhatFitsAllOfItsKeys() {
    RetryCondition condition =
        new RetryCondition(
            Set.of(),
            Set.of("DiskFull"),
            Set.of("ServerError"),
            Set.of(Happening.SERVICE),
            Set.of("work"));
    begin(rules(rule(condition, Action.GIVE_UP)));
    assertThat(decisionAfter(failure(FailureKind.SERVICE, "DiskFull", "UserError")))
        .isInstanceOf(RunEvent.WillRetry.class);
    state.apply(decision());
    submit(2);
    assertThat(decisionAfter(failure(FailureKind.SERVICE, "DiskFull", "ServerError")))
        .isInstanceOf(RunEvent.GaveUp.class);
  }

  @Test
  void elsewhereMeansNotOnTheNodeOfBefore() {
    begin(rules());
    RunEvent.WillRetry retry = retryAfter(failure(FailureKind.SERVICE, "DiskFull", ""));
    assertThat(retry.elsewhere()).isTrue();
    assertThat(state.avoided(0)).contains("node-1");
    assertThat(retryAfter(exit(1)).elsewhere()).isFalse();
    assertThat(state.avoided(0)).isEmpty();
  }

  @Test
  void theLastAttemptIsOnTheDedicatedPool() {
    begin(new RetryRules(3, Duration.ofSeconds(10), Set.of(), 0, List.of(), Optional.empty(), 3));
    assertThat(retryAfter(exit(1)).place()).isZero();
    assertThat(retryAfter(exit(1)).place()).isEqualTo(3);
    assertThat(decisionAfter(exit(1))).isInstanceOf(RunEvent.GaveUp.class);
  }

  @Test
  void aTaskWhosePlaceFailedThriceGoesOnOnTheDedicatedPool() {
    begin(new RetryRules(3, Duration.ofSeconds(10), Set.of(), 0, List.of(), Optional.empty(), 3));
    Outcome.Failed lost = failure(FailureKind.NODE_LOST, "NodeLost", "");
    assertThat(retryAfter(lost).place()).isZero();
    assertThat(retryAfter(lost).place()).isZero();
    assertThat(retryAfter(lost).place()).isEqualTo(3);
    assertThat(retryAfter(lost).place()).isZero();
    assertThat(state.place(0)).isEqualTo(3);
  }

  @Test
  void aRunInWhichTooManyTasksFailIsStoppedWithTheCommonestCause() {
    RetryRules rules =
        new RetryRules(
            1, Duration.ZERO, Set.of(), 0, List.of(), Optional.of(new FailureBudget(20, 10)), 0);
    state = new RunState(TestPlan.of(List.of(group(100)), rules).header());
    state.apply(new RunEvent.TakenOver(START, new Holder("test", 1, "", START)));
    state.apply(new RunEvent.Submitting(now, List.of(new Tries(0, 99, 1))));
    for (int task = 0; task < 9; task++) {
      end(task, 1, exit(task == 0 ? 4 : 3));
      state.apply(decision());
    }
    assertThat(policy.next(state, now)).isNotInstanceOf(Step.Finish.class);
    end(9, 1, new Outcome.Succeeded(Optional.empty()));
    assertThat(policy.next(state, now))
        .isEqualTo(
            new Step.Finish(
                RunStatus.FAILED,
                "9 of the 10 tasks that ended have failed, more than the 20% of retry.budget; the"
                    + " commonest cause is exit code 3 (8 tasks)"));
  }

  @Test
  void aShareThatIsJustReachedIsNotExceeded() {
    FailureBudget budget = new FailureBudget(20, 10);

    assertThat(budget.isExceeded(2, 10, 100)).isFalse();
    assertThat(budget.isExceeded(3, 10, 100)).isTrue();
    assertThat(budget.isExceeded(9, 9, 100)).isFalse();
  }

  @Test
  void inASmallRunFailuresAreTooManyOnceNoSuccessOfTheOthersCanChangeThat() {
    FailureBudget budget = new FailureBudget(20, 10);

    assertThat(budget.isExceeded(1, 1, 5)).isFalse();
    assertThat(budget.isExceeded(2, 2, 5)).isTrue();
    assertThat(new FailureBudget(0, 10).isExceeded(1, 1, 1000)).isTrue();
    assertThat(budget.isExceeded(0, 0, 0)).isFalse();
  }

  private void begin(RetryRules rules) {
    state = new RunState(TestPlan.of(List.of(group(2)), rules).header());
    state.apply(new RunEvent.TakenOver(START, new Holder("test", 1, "", START)));
    submit(1);
  }

  private static PlannedGroup group(int tasks) {
    return new PlannedGroup("work", 0, tasks, true, List.of());
  }

  private static RetryRules rules(RetryRule... rules) {
    return new RetryRules(
        3, Duration.ofSeconds(10), Set.of(64), 0, List.of(rules), Optional.empty(), 0);
  }

  private static RetryRule rule(RetryCondition when, Action action) {
    return new RetryRule(when, action, Optional.empty(), OptionalInt.empty(), 0);
  }

  private static RetryCondition onExit(int code) {
    return new RetryCondition(Set.of(code), Set.of(), Set.of(), Set.of(), Set.of());
  }

  private void submit(int number) {
    state.apply(new RunEvent.Submitting(now, List.of(new Tries(0, 0, number))));
  }

  /** Fails the first task's attempt, takes the decision and submits the next one. */
  private RunEvent.WillRetry retryAfter(Outcome.Failed outcome) {
    RunEvent.WillRetry retry = (RunEvent.WillRetry) decisionAfter(outcome);
    state.apply(retry);
    submit(state.attempts(0));
    return retry;
  }

  private RunEvent decisionAfter(Outcome.Failed outcome) {
    end(0, state.attempts(0), outcome);
    return decision();
  }

  private RunEvent decision() {
    return ((Step.Decide) policy.next(state, now)).decisions().get(0);
  }

  private void end(int task, int number, Outcome outcome) {
    AttemptId id = new AttemptId(task, state.plan().taskId(task), number);
    state.apply(new RunEvent.Ended(now, id, outcome));
  }

  private static Outcome.Failed exit(int code) {
    return new Outcome.Failed(
        FailureKind.EXIT_CODE,
        OptionalInt.of(code),
        "FailureExitCode",
        "it failed",
        Optional.of(new Outcome.Execution("node-1", START, START)),
        "UserError");
  }

  private static Outcome.Failed failure(FailureKind kind, String code, String category) {
    return new Outcome.Failed(
        kind,
        OptionalInt.empty(),
        code,
        "it failed",
        Optional.of(new Outcome.Execution("node-1", START, START)),
        category);
  }
}
