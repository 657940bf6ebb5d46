package dev.batchline.run;

/**
 * How many tasks are where; all but {@code total} add up to it.
 *
 * @param waiting not yet ended and not known to run
 * @param running as the target last said; it may lag
 * @param failed for good
 * @param notRun because tasks they come after failed, or because the run ended before
 */
public record TaskCounts(
    int total, int waiting, int running, int succeeded, int failed, int notRun) {

  public TaskCounts {
    if (waiting + running + succeeded + failed + notRun != total) {
      throw new IllegalArgumentException("tasks don't add up");
    }
  }

  /** How many have ended or never will begin. */
  public int done() {
    return succeeded + failed + notRun;
  }
}
