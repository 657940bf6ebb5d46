package dev.batchline.plan;

import dev.batchline.spec.RunSpec;

/** Makes plans of job files. */
public final class Planner {

  private Planner() {}

  /**
   * Plans a run; reads every file that it needs once, to hash it.
   *
   * @throws dev.batchline.base.RunException if a file can't be read
   */
  public static PlannedRun plan(RunSpec spec) {
    if (spec.name().isEmpty()) {
      throw new IllegalArgumentException("no name");
    }
    throw new UnsupportedOperationException("not yet");
  }
}
