package dev.batchline.run;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.plan.PlannedPool;
import dev.batchline.target.Observation;
import dev.batchline.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Notes which pools somebody has deleted, and creates them again; lets pools where nothing is to be
 * done have no nodes while a quota keeps nodes from others.
 */
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
    return seen.signs().gone().stream()
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

  /** Sends pools to rest, and wakes those that attempts wait for again. */
  void tend(Observation seen) {
    RunState state = session.state();
    if (!state.stillness().resting().isEmpty()) {
      wake(state.inFlight().keySet());
    }
    if (seen.signs().starved().isEmpty()) {
      return;
    }
    for (int place : seen.signs().idle()) {
      if (!isNeededSoon(place)) {
        rest(place);
      }
    }
  }

  /**
   * Whether tasks are about to go there, or wait to be tried again, or went there without being
   * counted yet; looks at every task.
   */
  private boolean isNeededSoon(int place) {
    RunState state = session.state();
    if (state.inFlight().containsKey(place)) {
      return true;
    }
    if (place == PlannedPool.FIRST && RunPolicy.beginsTasks(state)) {
      return true;
    }
    return IntStream.range(0, state.plan().taskCount())
        .anyMatch(task -> state.status(task) == TaskStatus.RETRYING && state.place(task) == place);
  }

  private void rest(int place) {
    if (!session.state().stillness().resting().contains(place)) {
      session.write(List.of(new RunEvent.Resting(session.now(), place)));
      session
          .listener()
          .notice(
              "nothing waits or runs in pool "
                  + place
                  + ", and a quota keeps nodes from another pool of the run: it gives its nodes up"
                  + " until they are needed");
    }
    session.persistently(
        () -> {
          target.rest(place);
          return true;
        });
  }

  private void wake(Set<Integer> needed) {
    for (int place : List.copyOf(session.state().stillness().resting())) {
      if (needed.contains(place) && session.persistently(() -> target.wake(place))) {
        session.write(List.of(new RunEvent.Woken(session.now(), place)));
      }
    }
  }

  private void complain(RunException e) {
    Instant now = session.now();
    if (complained.filter(told -> now.isBefore(told.plus(REMINDER))).isEmpty()) {
      complained = Optional.of(now);
      session.listener().notice(e.getMessage() + "; it is tried again");
    }
  }
}
