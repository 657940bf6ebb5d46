package dev.batchline.run;

import dev.batchline.base.RunId;
import dev.batchline.base.Timeline;
import dev.batchline.storage.FileStore;
import dev.batchline.target.Target;

/** Drives a run from where it stands to its end. */
@SuppressWarnings("DoNotCallSuggester")
public final class Runner {

  private final FileStore files;
  private final Target target;
  private final Timeline timeline;
  private final RunListener listener;

  public Runner(FileStore files, Target target, Timeline timeline, RunListener listener) {
    this.files = files;
    this.target = target;
    this.timeline = timeline;
    this.listener = listener;
  }

  /**
   * Records a new run and drives it.
   *
   * @throws dev.batchline.base.RunException if it can't go on; what is recorded can be attached to
   */
  public RunResult start(NewRun run, RunOptions options) {
    throw new UnsupportedOperationException(
        files.location() + target.kind() + timeline.now() + listener + run + options);
  }

  /**
   * Takes a run over from a process that left it or died, and drives it on; of a run that has ended
   * it says how.
   *
   * @throws dev.batchline.base.RunException if someone drives it now, or if it can't go on
   */
  public RunResult attach(RunId run, RunOptions options) {
    throw new UnsupportedOperationException(run + " " + options);
  }
}
