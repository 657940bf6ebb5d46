package dev.batchline.run;

import dev.batchline.target.AttemptId;
import dev.batchline.target.Outcome;

/**
 * A task that failed for good.
 *
 * @param last its last attempt; its number is how often the task was tried
 * @param tail the end of its stderr; empty when there is none
 * @param logs where the logs of its last attempt are: a prefix in the run's container
 */
public record FailedTask(AttemptId last, Outcome.Failed outcome, String tail, String logs) {}
