package dev.batchline.run;

/**
 * How many tasks are where; all but {@code total} add up to it.
 *
 * @param waiting not yet ended and not known to run
 * @param running as the target last said; it may lag
 * @param succeeded in this run
 * @param failed for good
 * @param notRun because tasks they come after failed, because the run ended before, or because a
 *     rerun left them out
 * @param reused whose results were taken over from an earlier run
 */
public record TaskCounts(
    int total, int waiting, int running, int succeeded, int failed, int notRun, int reused) {

  public TaskCounts {
    if (waiting + running + succeeded + failed + notRun + reused != total) {
      throw new IllegalArgumentException("tasks don't add up");
    }
  }

  /** Counts of a run that takes nothing over. */
  public TaskCounts(int total, int waiting, int running, int succeeded, int failed, int notRun) {
    this(total, waiting, running, succeeded, failed, notRun, 0);
  }

  /** How many have a result, of this run or of an earlier one. */
  public int good() {
    return succeeded + reused;
  }

  /** How many have ended or never will begin. */
  public int done() {
    return succeeded + reused + failed + notRun;
  }
}
