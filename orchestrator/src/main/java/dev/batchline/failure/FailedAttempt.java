package dev.batchline.failure;

import java.util.OptionalInt;

/**
 * What is known of an attempt that failed, as far as rules ask for it.
 *
 * @param category Azure's own: {@code UserError}, {@code ServerError}, or empty
 * @param group of the task
 */
public record FailedAttempt(
    Happening happening, OptionalInt exitCode, String code, String category, String group) {}
