package dev.batchline.run;

import dev.batchline.failure.Action;
import dev.batchline.failure.FailureRow;

/** Which of a task's budgets a failed attempt counts against. */
enum RetryBudget {
  /** The job file's {@code retry.attempts}: the program itself failed. */
  PROGRAM,
  /** Where it ran or what serves it failed; bounded too, but not by the job file. */
  PLACE,
  /** Trying again won't help. */
  NONE;

  static RetryBudget of(FailureRow row) {
    if (row.action() == Action.GIVE_UP) {
      return NONE;
    }
    return row.countsAsProgram() ? PROGRAM : PLACE;
  }
}
