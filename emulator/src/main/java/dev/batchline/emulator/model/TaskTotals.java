package dev.batchline.emulator.model;

/**
 * How many tasks of a job are in which state; a multi-instance task counts once.
 *
 * @param running preparing ones included
 */
public record TaskTotals(int active, int running, int completed, int succeeded, int failed) {

  public static final TaskTotals NONE = new TaskTotals(0, 0, 0, 0, 0);

  public TaskTotals plus(TaskTotals more) {
    return new TaskTotals(
        active + more.active,
        running + more.running,
        completed + more.completed,
        succeeded + more.succeeded,
        failed + more.failed);
  }

  /** With a task counted in ({@code sign} 1) or out (-1), {@code weight} times. */
  TaskTotals count(Task task, int sign, int weight) {
    int change = sign * weight;
    return switch (task.state().state()) {
      case ACTIVE -> new TaskTotals(active + change, running, completed, succeeded, failed);
      case PREPARING, RUNNING ->
          new TaskTotals(active, running + change, completed, succeeded, failed);
      case COMPLETED ->
          task.execution().succeeded()
              ? new TaskTotals(active, running, completed + change, succeeded + change, failed)
              : new TaskTotals(active, running, completed + change, succeeded, failed + change);
    };
  }
}
