package dev.batchline.run;

import dev.batchline.failure.Action;
import dev.batchline.failure.FailureRow;
import dev.batchline.plan.PlannedPool;
import dev.batchline.run.RunEvent.GaveUp;
import dev.batchline.run.RunEvent.WillRetry;
import dev.batchline.spec.RetryRule;
import dev.batchline.spec.RetryRules;
import dev.batchline.target.FailureKind;
import dev.batchline.target.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * Decides what becomes of a task whose attempt failed; a part of {@link RunPolicy}.
 *
 * <p>The first rule of the job file that fits counts, then its exit codes that are never retried,
 * then the table.
 */
final class RetryDecision {

  private static final Duration PLACE_BACKOFF = Duration.ofSeconds(5);

  /** From this failure of its place on, a task is worth the job file's pool for last attempts. */
  private static final int PLACE_PATIENCE = 3;

  private final RunState state;
  private final RetryRules rules;
  private final int task;
  private final Outcome.Failed outcome;

  RetryDecision(RunState state, int task, Outcome.Failed outcome) {
    this.state = state;
    this.rules = state.plan().retry();
    this.task = task;
    this.outcome = outcome;
  }

  /**
   * What is done about the failure.
   *
   * @param failures of the task that counted so, this one too
   * @param allowed how many of them there may be before the task is given up
   * @param first wait, before it is doubled
   */
  private record Treatment(Action action, int failures, int allowed, Duration first) {

    boolean givesUp() {
      return action == Action.GIVE_UP || failures >= allowed;
    }

    boolean nextIsLast() {
      return failures + 1 >= allowed;
    }
  }

  RunEvent decide(Instant now) {
    OptionalInt rule = state.rule(task, outcome);
    Treatment treatment = rule.isPresent() ? byRule(rule.getAsInt()) : byTable();
    if (treatment.givesUp()) {
      return new GaveUp(now, task);
    }
    Duration wait =
        treatment.first().isZero()
            ? Duration.ZERO
            : Backoff.after(treatment.first(), treatment.failures(), task);
    int place = rule.isPresent() ? rules.rules().get(rule.getAsInt()).place() : 0;
    return new WillRetry(
        now,
        task,
        now.plus(wait),
        place > 0 ? place : lastPlace(treatment),
        treatment.action() == Action.RETRY_ELSEWHERE);
  }

  private Treatment byRule(int index) {
    RetryRule rule = rules.rules().get(index);
    return new Treatment(
        rule.action(),
        state.ruleFailures(task, index),
        rule.attempts().orElse(rules.attempts()),
        rule.after().orElse(firstWait(rule.action(), true)));
  }

  private Treatment byTable() {
    FailureRow row = outcome.row();
    RetryBudget budget = RetryBudget.of(row);
    return new Treatment(
        isNever() ? Action.GIVE_UP : row.action(),
        state.failures(task, budget),
        row.countsAsProgram() ? rules.attempts() : row.attempts(),
        firstWait(row.action(), row.countsAsProgram()));
  }

  private Duration firstWait(Action action, boolean program) {
    if (action == Action.RETRY_NOW || action == Action.ESCALATE) {
      return Duration.ZERO;
    }
    boolean soon = !program || action == Action.RETRY_ELSEWHERE;
    return soon && rules.backoff().compareTo(PLACE_BACKOFF) > 0 ? PLACE_BACKOFF : rules.backoff();
  }

  private boolean isNever() {
    return outcome.kind() == FailureKind.EXIT_CODE
        && outcome.exitCode().isPresent()
        && rules.neverExitCodes().contains(outcome.exitCode().getAsInt());
  }

  /** The pool for last attempts, if the next is one and the task is still on the first pool. */
  private int lastPlace(Treatment treatment) {
    boolean late =
        treatment.nextIsLast() || state.failures(task, RetryBudget.PLACE) >= PLACE_PATIENCE;
    return late && state.place(task) == PlannedPool.FIRST ? rules.lastPlace() : 0;
  }
}
