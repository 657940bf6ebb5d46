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
 * @param remaining a guess by how fast tasks have ended so far; empty while there is too little
 * @param why nothing runs; empty while something does, or has until a moment ago
 */
public record RunProgress(
    TaskCounts tasks,
    long attempts,
    int retrying,
    Optional<Capacity> capacity,
    Duration elapsed,
    Optional<Duration> remaining,
    Optional<Standstill.Explanation> why) {}
