package dev.batchline.run;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.target.Observation;
import dev.batchline.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Notes which pools somebody has deleted, and creates them again. */
final class PoolCare {

  /** How often it is told that a quota is in the way. */
  private static final Duration REMINDER = Duration.ofMinutes(5);

  private final RunSession session;
  private final Target target;
  private Optional<Instant> complained = Optional.empty();

  PoolCare(RunSession session, Target target) {
    this.session = session;
    this.target = target;
  }

  List<RunEvent> news(Observation seen, Instant now) {
    return seen.gone().stream()
        .filter(place -> !session.state().stillness().gone().contains(place))
        .<RunEvent>map(place -> new RunEvent.PoolGone(now, place))
        .toList();
  }

  /** Whether it is there now; if not, there is something in the way that may pass. */
  boolean createAgain(int place) {
    try {
      if (!session.persistently(() -> target.createAgain(place))) {
        return false;
      }
    } catch (RunException e) {
      if (e.blame() != Blame.CAPACITY) {
        throw e;
      }
      complain(e);
      return false;
    }
    session.write(List.of(new RunEvent.CreatedAgain(session.now(), place)));
    session
        .listener()
        .warning(
            "someone deleted "
                + (place == 1 ? "the run's pool" : "the run's pool " + place)
                + "; it was created again, and what had not ended there runs on new nodes");
    return true;
  }

  private void complain(RunException e) {
    Instant now = session.now();
    if (complained.filter(told -> now.isBefore(told.plus(REMINDER))).isEmpty()) {
      complained = Optional.of(now);
      session.listener().notice(e.getMessage() + "; it is tried again");
    }
  }
}
