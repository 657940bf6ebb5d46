package dev.batchline.run;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.failure.Action;
import dev.batchline.spec.RetryRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for a quota before a run begins, where the job file says so. */
final class QuotaWait {

  private static final Duration PAUSE = Duration.ofMinutes(5);

  private final RunSession session;
  private final List<RetryRule> rules;
  private final Instant end;

  /**
   * @param end when the run's wall clock runs out
   */
  QuotaWait(RunSession session, List<RetryRule> rules, Instant end) {
    this.session = session;
    this.rules = rules;
    this.end = end;
  }

  /**
   * Creates something, again and again while a quota is in the way.
   *
   * @return nothing if the person left meanwhile
   * @throws RunException if it can't be created, and no rule says to wait (any longer)
   */
  Optional<Map<String, String>> call(Supplier<Map<String, String>> create) {
    for (int tries = 1; !session.interrupted(); tries++) {
      try {
        return Optional.of(create.get());
      } catch (RunException e) {
        RetryRule rule = rule(e).orElseThrow(() -> e);
        Duration pause = rule.after().orElse(PAUSE);
        boolean over =
            tries >= rule.attempts().orElse(Integer.MAX_VALUE)
                || session.now().plus(pause).isAfter(end);
        if (over) {
          throw e;
        }
        String message = e.getMessage() + "; trying again in " + words(pause);
        session.listener().notice(message);
        session.update(before -> before.withMessage(message));
        session.pause(session.now().plus(pause));
      }
    }
    return Optional.empty();
  }

  private static String words(Duration pause) {
    return pause.toSeconds() < 120 ? pause.toSeconds() + " s" : pause.toMinutes() + " min";
  }

  private Optional<RetryRule> rule(RunException e) {
    return rules.stream()
        .filter(rule -> rule.action() == Action.WAIT_FOR_QUOTA)
        .filter(rule -> e.blame() == Blame.CAPACITY && rule.when().codes().contains(e.code()))
        .findFirst();
  }
}
