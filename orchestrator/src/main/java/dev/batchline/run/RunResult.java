package dev.batchline.run;

import dev.batchline.plan.PlanHeader;
import dev.batchline.storage.Collected;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How driving a run ended.
 *
 * @param record as it is in Storage now
 * @param ending why this process stopped driving it
 * @param tasks what became of each task
 * @param failed the first of the tasks that failed for good, by ordinal, at most {@link #FAILURES};
 *     {@code record.tasks().failed()} says how many there are
 * @param collected what was copied; empty if nothing was (yet)
 * @param directory where the copy is
 * @param outputsLocation where outputs are in Storage, without any secret
 */
public record RunResult(
    RunRecord record,
    Ending ending,
    PlanHeader plan,
    RunState tasks,
    List<FailedTask> failed,
    Usage usage,
    Optional<Collected> collected,
    Path directory,
    String outputsLocation) {

  /** How many failed tasks are told in full. */
  public static final int FAILURES = 500;

  private static final int INTERRUPTED = 130;

  /** Why a process stopped driving a run. */
  public enum Ending {
    /** The run has ended. */
    ENDED,
    /** All tasks are submitted, and it was asked to leave then; the run goes on. */
    DETACHED,
    /** The person wanted to leave; the run goes on. */
    INTERRUPTED,
    /** The lease was lost; the record names who drives the run now, if anybody does. */
    TAKEN_OVER
  }

  public RunResult {
    failed = List.copyOf(failed);
  }

  /** What the process ends with. */
  public int exitCode() {
    return switch (ending) {
      case ENDED -> record.exitCode().orElse(0);
      case DETACHED -> 0;
      case INTERRUPTED, TAKEN_OVER -> INTERRUPTED;
    };
  }
}
