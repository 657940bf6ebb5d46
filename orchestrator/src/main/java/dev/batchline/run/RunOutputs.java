package dev.batchline.run;

import dev.batchline.base.RunId;
import dev.batchline.storage.Collector;
import dev.batchline.storage.FileStore;
import dev.batchline.storage.RunStore;
import java.util.ArrayList;
import java.util.List;

/** Finds where the outputs of a run lie: in its own container and in those of earlier runs. */
public final class RunOutputs {

  private RunOutputs() {}

  /** Its own ones first. */
  public static List<Collector.Source> of(RunStore store, FileStore files, RunHistory history) {
    List<Collector.Source> sources = new ArrayList<>();
    sources.add(new Collector.Source(store, history::succeededAttempt));
    for (String origin : history.state().reusedRuns()) {
      sources.add(
          new Collector.Source(
              files.run(new RunId(origin)), task -> history.attemptIn(origin, task)));
    }
    return sources;
  }
}
