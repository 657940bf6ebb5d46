package dev.batchline.plan;

import java.util.List;

/**
 * A plan and what must be in Storage before it can run.
 *
 * @param uploads each content once, whatever number of tasks or paths want it
 */
public record PlannedRun(Plan plan, List<LocalFile> uploads) {
  public PlannedRun {
    uploads = List.copyOf(uploads);
  }
}
