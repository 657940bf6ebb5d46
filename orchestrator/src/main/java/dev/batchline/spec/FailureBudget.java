package dev.batchline.spec;

/**
 * How many tasks may fail before the run is stopped.
 *
 * @param percent of the tasks that have ended
 * @param minimumTasks that have ended before anything is judged
 */
public record FailureBudget(double percent, int minimumTasks) {

  public static final int DEFAULT_MINIMUM = 10;

  public FailureBudget {
    if (!(percent >= 0 && percent <= 100) || minimumTasks < 1) {
      throw new IllegalArgumentException(percent + "% of " + minimumTasks);
    }
  }

  /**
   * Whether so many failed tasks are too many among those that have ended, or among all there are:
   * then they are too many whatever becomes of the others.
   *
   * @param all tasks that the run was to run
   */
  public boolean isExceeded(int failed, int ended, int all) {
    return (ended >= minimumTasks && isMore(failed, ended)) || isMore(failed, all);
  }

  private boolean isMore(int failed, int tasks) {
    return failed * 100.0 > percent * tasks;
  }

  /** As it is written: {@code 20%}. */
  public String word() {
    return (percent == Math.rint(percent) ? String.valueOf((long) percent) : "" + percent) + "%";
  }
}
