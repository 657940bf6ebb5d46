package dev.batchline.run;

import dev.batchline.failure.FailureRow;
import dev.batchline.run.Failures.Failure;
import dev.batchline.run.RunEvent.GaveUp;
import dev.batchline.run.RunEvent.WillRetry;
import dev.batchline.spec.RetryRules;
import dev.batchline.target.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/** Decides what becomes of a task whose attempt failed; a part of {@link RunPolicy}. */
final class RetryDecision {

  private static final Duration PLACE_BACKOFF = Duration.ofSeconds(5);

  private RetryDecision() {}

  static RunEvent of(RunState state, int task, Failure failure, Instant now) {
    RetryRules rules = state.plan().retry();
    FailureRow row = failure.outcome().row();
    RetryBudget budget = RetryBudget.of(row);
    int failures = state.failures(task, budget);
    int allowed = row.countsAsProgram() ? rules.attempts() : row.attempts();
    if (budget == RetryBudget.NONE || isNever(rules, failure) || failures >= allowed) {
      return new GaveUp(now, task);
    }
    Duration first = row.countsAsProgram() ? rules.backoff() : placeBackoff(rules);
    return new WillRetry(now, task, now.plus(Backoff.after(first, failures, task)));
  }

  private static boolean isNever(RetryRules rules, Failure failure) {
    OptionalInt exitCode = failure.outcome().exitCode();
    return failure.outcome().kind() == FailureKind.EXIT_CODE
        && exitCode.isPresent()
        && rules.neverExitCodes().contains(exitCode.getAsInt());
  }

  private static Duration placeBackoff(RetryRules rules) {
    return rules.backoff().compareTo(PLACE_BACKOFF) < 0 ? rules.backoff() : PLACE_BACKOFF;
  }
}
