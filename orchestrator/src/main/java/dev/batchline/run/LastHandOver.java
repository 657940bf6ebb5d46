package dev.batchline.run;

import java.util.List;

/**
 * The attempts that were last handed to the target, as long as nothing tells that this was done; a
 * part of {@link RunState}.
 *
 * <p>A process hands attempts over, writes what was refused or put off, and only then takes another
 * step. So a later step tells that all earlier ones arrived, and after a kill at most this last
 * hand-over is in doubt, however many tasks there are.
 */
final class LastHandOver {

  private List<Tries> tries = List.of();

  void goOn(RunEvent event) {
    if (event instanceof RunEvent.Submitting submitting) {
      tries = submitting.tries();
    } else if (isALaterStep(event)) {
      tries = List.of();
    }
  }

  /** Ends are no step: some are written for what a hand-over was refused. */
  private static boolean isALaterStep(RunEvent event) {
    return event instanceof RunEvent.Observed
        || event instanceof RunEvent.WillRetry
        || event instanceof RunEvent.GaveUp
        || event instanceof RunEvent.Skipped
        || event instanceof RunEvent.TakingOut
        || event instanceof RunEvent.Finished;
  }

  /** What may not have arrived. */
  List<Tries> inDoubt() {
    return tries;
  }
}
