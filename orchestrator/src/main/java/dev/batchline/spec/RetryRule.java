package dev.batchline.spec;

import dev.batchline.failure.Action;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the job file wants done about some failures, instead of what the table says.
 *
 * @param after time before the next attempt, doubled for each further one
 * @param attempts how many attempts of a task may end so; the job's own number unless given
 * @param place number of the pool that {@link Action#ESCALATE} goes to, from 2; 0 for other actions
 */
public record RetryRule(
    RetryCondition when, Action action, Optional<Duration> after, OptionalInt attempts, int place) {

  public RetryRule {
    if ((action == Action.ESCALATE) != (place >= 2)) {
      throw new IllegalArgumentException(action + " to " + place);
    }
  }
}
