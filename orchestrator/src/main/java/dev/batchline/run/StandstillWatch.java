package dev.batchline.run;

import dev.batchline.base.RunException;
import dev.batchline.run.Standstill.Explanation;
import dev.batchline.target.Circumstances;
import dev.batchline.target.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Notices for who drives a run that nothing runs and nothing has ended for a while, and asks why.
 */
final class StandstillWatch {

  /** Looks at the fastest pace without anything new, before it is asked why. */
  private static final int PATIENCE = 10;

  /** Tasks began to run between the look that found none and the question why. */
  private static final Set<StandstillCause> NO_STANDSTILL =
      EnumSet.of(StandstillCause.RUNNING, StandstillCause.SLOTS_TAKEN, StandstillCause.UNKNOWN);

  private final Supplier<List<Circumstances>> circumstances;
  private final String run;
  private final Duration patience;
  private final Duration pause;
  private Optional<Instant> still = Optional.empty();
  private Instant asked = Instant.EPOCH;
  private Optional<Explanation> answer = Optional.empty();
  private int done;

  /**
   * @param circumstances asks the target, which may be away
   */
  StandstillWatch(Supplier<List<Circumstances>> circumstances, String run, Pace pace) {
    this.circumstances = circumstances;
    this.run = run;
    this.patience = pace.fastest().multipliedBy(PATIENCE);
    this.pause = pace.slowest().multipliedBy(2);
  }

  /** What the last look found, if it asked why. */
  Optional<RunEvent> news(Instant now) {
    return answer
        .filter(why -> asked.equals(now))
        .map(why -> new RunEvent.StoodStill(now, why.cause(), why.sentence()));
  }

  /** Why nothing runs; empty while something does, or not long after. */
  Optional<Explanation> look(RunState state, Observation seen, Instant now) {
    int ended = state.counts().done();
    if (seen.running() > 0 || ended != done) {
      done = ended;
      still = Optional.empty();
      answer = Optional.empty();
      return answer;
    }
    still = still.or(() -> Optional.of(now));
    if (!now.isBefore(still.get().plus(patience)) && !now.isBefore(asked.plus(pause))) {
      asked = now;
      answer = ask(state, now);
    }
    return answer;
  }

  private Optional<Explanation> ask(RunState state, Instant now) {
    Answer asked = places();
    StandstillFacts facts =
        new StandstillFacts(
            run,
            RunStatus.RUNNING,
            new StandstillFacts.Driving(true, Optional.empty(), now, state.cancelled()),
            StandstillFacts.Backlog.of(state),
            asked.places(),
            asked.away(),
            now);
    return Standstill.explain(facts).stream()
        .findFirst()
        .filter(each -> !NO_STANDSTILL.contains(each.cause()));
  }

  private record Answer(List<Circumstances> places, Optional<String> away) {}

  /** An explanation is worth no failure: the next look at the target tells that it is away. */
  private Answer places() {
    try {
      return new Answer(circumstances.get(), Optional.empty());
    } catch (RunException e) {
      return new Answer(List.of(), Optional.of(e.reason()));
    }
  }
}
