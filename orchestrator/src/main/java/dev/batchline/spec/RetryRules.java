package dev.batchline.spec;

import java.time.Duration;
import java.util.Set;

/**
 * What the job file says about trying again.
 *
 * @param attempts how often a task is tried at most when its program fails, 1 or more
 * @param backoff before the second attempt; doubled for each further one
 * @param neverExitCodes exit codes after which a task is not tried again
 * @param onNode Batch's own {@code maxTaskRetryCount} within one attempt, 0 unless asked for
 */
public record RetryRules(int attempts, Duration backoff, Set<Integer> neverExitCodes, int onNode) {

  public static final RetryRules DEFAULT = new RetryRules(3, Duration.ofSeconds(10), Set.of(), 0);

  public RetryRules {
    neverExitCodes = Set.copyOf(neverExitCodes);
  }
}
