package dev.batchline.spec;

import java.time.Duration;

/**
 * Bounds on a whole run.
 *
 * @param wallClock after which the job is ended by Batch itself, even if nobody watches
 */
public record Limits(Duration wallClock) {

  public static final Limits DEFAULT = new Limits(Duration.ofHours(24));
}
