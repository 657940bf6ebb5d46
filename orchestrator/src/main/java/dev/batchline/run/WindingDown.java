package dev.batchline.run;

import dev.batchline.target.Observation;
import dev.batchline.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Ends what still runs when a run is ended before its tasks have, and waits until nodes have
 * uploaded its logs: with the pool they would be gone.
 */
final class WindingDown {

  /** A task that gets SIGTERM has seconds to end; then its node uploads what it wrote. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final RunSession session;
  private final Target target;
  private final Pace pace;

  WindingDown(RunSession session, Target target, Pace pace) {
    this.session = session;
    this.target = target;
    this.pace = pace;
  }

  /** Returns when nothing runs any more, when that takes too long, or when the person leaves. */
  void go(String reason) {
    RunState state = session.state();
    if (state.count(TaskStatus.SUBMITTED) == 0) {
      return;
    }
    session.persistently(
        () -> {
          target.stop(reason);
          return true;
        });
    NewEnds newEnds = new NewEnds(session);
    Instant end = session.now().plus(PATIENCE);
    while (!session.interrupted()) {
      Observation seen =
          session.persistently(
              () -> target.observe(state.knownEnds(), ended -> session.write(newEnds.of(ended))));
      Instant now = session.now();
      session.write(List.of(RunEvent.Observed.of(seen, now)));
      if (seen.running() == 0 || now.isAfter(end)) {
        return;
      }
      session.pause(now.plus(pace.fastest()));
    }
  }
}
