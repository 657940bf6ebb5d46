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

  /** Whether so many failed tasks are too many among those that have ended. */
  public boolean isExceeded(int failed, int ended) {
    return ended >= minimumTasks && failed * 100.0 > percent * ended;
  }

  /** As it is written: {@code 20%}. */
  public String word() {
    return (percent == Math.rint(percent) ? String.valueOf((long) percent) : "" + percent) + "%";
  }
}
