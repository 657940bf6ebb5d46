package dev.batchline.target;

/** An attempt that has ended, as the target reports it; the same one may be reported again. */
public record AttemptEnd(AttemptId id, Outcome outcome) {}
