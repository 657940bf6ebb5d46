package dev.batchline.run;

import dev.batchline.target.FailureKind;

/** Which of a task's budgets a failed attempt counts against. */
enum RetryBudget {
  /** The job file's {@code retry.attempts}: the program itself failed. */
  PROGRAM,
  /** Where it ran or what serves it failed; bounded too, but not by the job file. */
  PLACE,
  /** Trying again won't help. */
  NONE;

  static RetryBudget of(FailureKind kind) {
    return switch (kind) {
      case EXIT_CODE, TIME_LIMIT -> PROGRAM;
      case INPUT, OUTPUT, NODE_LOST, SERVICE -> PLACE;
      case LAUNCH, REJECTED, TERMINATED -> NONE;
    };
  }
}
