package dev.batchline.run;

import dev.batchline.target.Capacity;
import java.time.Duration;
import java.util.Optional;

/**
 * A run in view.
 *
 * @param attempts that were submitted so far
 * @param retrying tasks that wait for another try
 * @param capacity as last seen; empty before the first look
 * @param elapsed since the run began to run
 * @param remaining a forecast by how long tasks took so far; empty while there is too little
 * @param atLeast whether it takes longer than that by what nobody knows yet
 * @param deadline when it is to be done; empty when it doesn't matter
 * @param spare how long before it the run is expected to end; negative when it will be late
 * @param why nothing runs; empty while something does, or has until a moment ago
 */
public record RunProgress(
    TaskCounts tasks,
    long attempts,
    int retrying,
    Optional<Capacity> capacity,
    Duration elapsed,
    Optional<Duration> remaining,
    boolean atLeast,
    Optional<RunDeadline> deadline,
    Optional<Duration> spare,
    Optional<Standstill.Explanation> why) {

  /** With other counts; nobody asks why a run that has ended stands still. */
  public RunProgress with(TaskCounts counts) {
    return new RunProgress(
        counts,
        attempts,
        0,
        capacity,
        elapsed,
        Optional.empty(),
        false,
        deadline,
        Optional.empty(),
        Optional.empty());
  }
}
