package dev.batchline.run;

import dev.batchline.base.RunException;
import dev.batchline.run.RunResult.Ending;
import dev.batchline.storage.RunLease;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a process leaves a run that it can't drive on.
 *
 * <p>Where the lease is lost, whatever failed is only the consequence: another process may have
 * ended job and pool meanwhile.
 */
final class Leaving {

  private final RunSession session;

  Leaving(RunSession session) {
    this.session = session;
  }

  /**
   * Leaves the run as it is; its record says what stopped this process, if it still can.
   *
   * @return what to tell, with {@link RunLease#LOST} as its code if the run isn't ours any more
   */
  RunException because(RunException e) {
    if (isLost(e)) {
      return e;
    }
    String run = session.store().id().value();
    RunException told =
        new RunException(
                e.blame(),
                e.action(),
                e.reason(),
                (e.hint() + "\nGo on with run " + run + " by: batchline attach " + run).strip(),
                e)
            .withCode(e.code());
    try {
      session.detachBriefly(e.getMessage() == null ? "" : e.getMessage());
    } catch (RunException second) {
      if (isLost(second)) {
        second.addSuppressed(e);
        return second;
      }
      told.addSuppressed(second);
    }
    return told;
  }

  static boolean isLost(RunException e) {
    return e.code().equals(RunLease.LOST);
  }

  /**
   * How the run is now that another process has it, or none.
   *
   * @throws RunException if its record is gone
   */
  RunResult takenOver(Path directory) {
    RunRecord now =
        session
            .store()
            .record()
            .map(RunJson::record)
            .orElseThrow(() -> Runs.unknown(session.store().id(), "Storage"));
    boolean brokenOnly = !now.state().ended() && now.holder().equals(session.record().holder());
    RunRecord told = brokenOnly ? now.withHolder(Optional.empty()) : now;
    return new ResultSoFar(session.store(), told, session.state(), Ending.TAKEN_OVER, directory)
        .with(List.of(), Optional.empty());
  }
}
