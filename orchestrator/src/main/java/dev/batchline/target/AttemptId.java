package dev.batchline.target;

/**
 * One try at one task.
 *
 * @param ordinal of the task in its plan
 * @param taskId of the task
 * @param number from 1
 */
public record AttemptId(int ordinal, String taskId, int number) {

  /** {@code <task>-<n>}: the id it has on the target. */
  public String value() {
    return taskId + "-" + number;
  }

  @Override
  public String toString() {
    return value();
  }
}
