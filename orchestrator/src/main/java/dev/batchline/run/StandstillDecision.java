package dev.batchline.run;

import dev.batchline.failure.FailurePolicy;
import dev.batchline.failure.FailureRow;
import dev.batchline.failure.Happening;
import dev.batchline.run.Standstill.Explanation;
import dev.batchline.run.Stillness.Spell;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides what is done about pools that somebody has deleted, and ends a run that has stood still
 * for too long for a cause that does not pass by itself; a part of {@link RunPolicy}.
 */
final class StandstillDecision {

  private static final String GONE = "gone";

  private StandstillDecision() {}

  static Optional<Step> of(RunState state) {
    Optional<Step> pool = ofPool(state);
    return pool.isPresent() ? pool : ofSpell(state);
  }

  private static Optional<Step> ofPool(RunState state) {
    Stillness stillness = state.stillness();
    if (stillness.gone().isEmpty()) {
      return Optional.empty();
    }
    int place = stillness.gone().first();
    FailureRow row = FailurePolicy.row(Happening.POOL_STATE, GONE);
    if (stillness.createdAgain(place) < row.attempts()) {
      return Optional.of(new Step.CreateAgain(place));
    }
    String which = place == 1 ? "its pool" : "its pool " + place;
    return Optional.of(
        new Step.Finish(
            RunStatus.STOPPED,
            "someone deleted " + which + " again, after it had been created a second time"));
  }

  private static Optional<Step> ofSpell(RunState state) {
    Duration limit = state.plan().limits().standstill();
    return state
        .stillness()
        .spell()
        .filter(Spell::ends)
        .filter(spell -> spell.lasted().compareTo(limit) >= 0)
        .map(
            spell ->
                new Step.Finish(
                    RunStatus.STOPPED,
                    "nothing has run for "
                        + SpanText.of(spell.lasted())
                        + " (limits.standstill), and the cause does not pass by itself: "
                        + new Explanation(spell.cause(), spell.sentence()).advice()));
  }

  /** The same, with when the run ends because of it if nothing changes. */
  static Explanation told(Explanation why, RunState state, Instant now) {
    return why.until(
        state
            .stillness()
            .spell()
            .filter(spell -> spell.ends() && spell.cause() == why.cause())
            .map(spell -> spell.since().plus(state.plan().limits().standstill())),
        now);
  }
}
