package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.Execution;
import dev.batchline.emulator.model.Task;
import dev.batchline.emulator.model.TaskState;
import java.time.Duration;
import java.time.Instant;

/** What all tasks of the account together have done, those that are gone included. */
final class LifetimeStatistics {

  private Duration wallClock = Duration.ZERO;
  private Duration waiting = Duration.ZERO;
  private long succeeded;
  private long failed;
  private long retries;

  /** What there is to tell now. */
  record Totals(Duration wallClock, Duration waiting, long succeeded, long failed, long retries) {}

  void changed(Task before, Task after) {
    if (before.is(TaskState.COMPLETED) || !after.is(TaskState.COMPLETED)) {
      return;
    }
    Execution execution = after.execution();
    if (execution.succeeded()) {
      succeeded++;
    } else {
      failed++;
    }
    retries += execution.retries();
    execution
        .started()
        .ifPresent(
            started -> {
              Instant ended = execution.ended().orElse(started);
              wallClock = wallClock.plus(positive(Duration.between(started, ended)));
              waiting = waiting.plus(positive(Duration.between(after.created(), started)));
            });
  }

  /** The clock of this machine may have been set back meanwhile. */
  private static Duration positive(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  Totals totals() {
    return new Totals(wallClock, waiting, succeeded, failed, retries);
  }
}
