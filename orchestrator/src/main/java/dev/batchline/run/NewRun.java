package dev.batchline.run;

import dev.batchline.base.RunId;
import dev.batchline.plan.PlannedRun;
import java.util.Map;

/**
 * A run that is to begin.
 *
 * @param build facts of the pipeline that starts it; empty outside one
 */
public record NewRun(RunId id, PlannedRun planned, Map<String, String> build) {

  public NewRun {
    build = Map.copyOf(build);
  }
}
