package dev.batchline.target;

import dev.batchline.plan.PlannedTask;

/** A try that is to be made. */
public record Attempt(AttemptId id, PlannedTask task) {}
