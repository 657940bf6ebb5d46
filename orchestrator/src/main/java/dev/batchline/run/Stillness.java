package dev.batchline.run;

import dev.batchline.failure.Action;
import dev.batchline.failure.FailurePolicy;
import dev.batchline.failure.Happening;
import dev.batchline.run.RunEvent.CreatedAgain;
import dev.batchline.run.RunEvent.PoolGone;
import dev.batchline.run.RunEvent.Resting;
import dev.batchline.run.RunEvent.StoodStill;
import dev.batchline.run.RunEvent.Woken;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Pools that were deleted under the run or sent to rest, and how long nothing has run; a part of
 * {@link RunState}.
 *
 * <p>A standstill is only as long as it was looked at: what nobody has asked about is not known to
 * last.
 */
final class Stillness {

  /** A process that was stopped for longer, or had no network, has not looked meanwhile. */
  private static final Duration UNSEEN = Duration.ofMinutes(10);

  /**
   * Nothing runs.
   *
   * @param since when that was first seen, for causes about which the table says the same
   * @param seen when it was last seen
   */
  record Spell(StandstillCause cause, String sentence, Instant since, Instant seen) {

    Duration lasted() {
      return Duration.between(since, seen);
    }

    /** Whether the run ends when that lasts. */
    boolean ends() {
      return ends(cause);
    }

    private static boolean ends(StandstillCause cause) {
      return FailurePolicy.row(Happening.STANDSTILL, cause.word()).action() == Action.END_RUN;
    }

    private Spell then(StoodStill event) {
      boolean same = ends(cause) == ends(event.cause()) && event.at().isBefore(seen.plus(UNSEEN));
      return new Spell(event.cause(), event.sentence(), same ? since : event.at(), event.at());
    }
  }

  private final SortedSet<Integer> gone = new TreeSet<>();
  private final SortedSet<Integer> resting = new TreeSet<>();
  private final Map<Integer, Integer> createdAgain = new HashMap<>();
  private Optional<Spell> spell = Optional.empty();

  void apply(RunEvent event) {
    if (event instanceof PoolGone pool) {
      gone.add(pool.place());
    } else if (event instanceof CreatedAgain pool) {
      gone.remove(pool.place());
      resting.remove(pool.place());
      createdAgain.merge(pool.place(), 1, Integer::sum);
      spell = Optional.empty();
    } else if (event instanceof Resting pool) {
      resting.add(pool.place());
    } else if (event instanceof Woken pool) {
      resting.remove(pool.place());
    } else if (event instanceof StoodStill still) {
      spell =
          spell
              .map(before -> before.then(still))
              .or(
                  () ->
                      Optional.of(
                          new Spell(still.cause(), still.sentence(), still.at(), still.at())));
    } else if (isNews(event)) {
      spell = Optional.empty();
    }
    if (event instanceof RunEvent.TakenOver) {
      gone.clear();
    }
  }

  /** Whoever takes a run over creates what is not there, and looks for itself. */
  private static boolean isNews(RunEvent event) {
    return event instanceof RunEvent.TakenOver
        || event instanceof RunEvent.Succeeded
        || event instanceof RunEvent.Ended
        || (event instanceof RunEvent.Observed seen && seen.running() > 0);
  }

  /** Numbers of the pools that somebody has deleted and that were not created again yet. */
  SortedSet<Integer> gone() {
    return gone;
  }

  /** How often a pool was created again. */
  int createdAgain(int place) {
    return createdAgain.getOrDefault(place, 0);
  }

  /** Numbers of the pools that have no nodes so that others may have them. */
  SortedSet<Integer> resting() {
    return resting;
  }

  Optional<Spell> spell() {
    return spell;
  }
}
