package dev.batchline.plan;

import java.util.List;

/**
 * A plan and what must be in Storage before it can run.
 *
 * @param uploads each content once, whatever number of tasks or paths want it
 * @param files every file that the job file names, also those with the same content
 */
public record PlannedRun(Plan plan, List<LocalFile> uploads, List<LocalFile> files) {
  public PlannedRun {
    uploads = List.copyOf(uploads);
    files = List.copyOf(files);
  }

  /** A run that was not planned from files of this machine. */
  public PlannedRun(Plan plan, List<LocalFile> uploads) {
    this(plan, uploads, uploads);
  }
}
