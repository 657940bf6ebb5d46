package dev.batchline.spec;

import dev.batchline.failure.FailedAttempt;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the job file says about trying again.
 *
 * @param attempts how often a task is tried at most when its program fails, 1 or more
 * @param backoff before the second attempt; doubled for each further one
 * @param neverExitCodes exit codes after which a task is not tried again
 * @param onNode Batch's own {@code maxTaskRetryCount} within one attempt, 0 unless asked for
 * @param rules the first that fits a failed attempt counts, before all else
 * @param budget when to stop the run because too many tasks fail
 * @param lastPlace number of the pool for the last attempts of a task; 0 for the one it is on
 */
public record RetryRules(
    int attempts,
    Duration backoff,
    Set<Integer> neverExitCodes,
    int onNode,
    List<RetryRule> rules,
    Optional<FailureBudget> budget,
    int lastPlace) {

  public static final RetryRules DEFAULT = new RetryRules(3, Duration.ofSeconds(10), Set.of(), 0);

  public RetryRules {
    neverExitCodes = Set.copyOf(neverExitCodes);
    // Plans of earlier versions have no rules.
    rules = List.copyOf(Objects.requireNonNullElse(rules, List.of()));
  }

  public RetryRules(int attempts, Duration backoff, Set<Integer> neverExitCodes, int onNode) {
    this(attempts, backoff, neverExitCodes, onNode, List.of(), Optional.empty(), 0);
  }

  /** Index of the rule that counts for a failed attempt; empty if the table does. */
  public OptionalInt ruleFor(FailedAttempt failed) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).when().fits(failed)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }
}
