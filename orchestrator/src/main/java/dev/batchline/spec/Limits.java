package dev.batchline.spec;

import java.time.Duration;
import java.util.Optional;

/**
 * Bounds on a whole run.
 *
 * @param wallClock after which the job is ended by Batch itself, even if nobody watches
 * @param deadline when it is to be done; empty when it doesn't matter
 */
public record Limits(Duration wallClock, Optional<Deadline> deadline) {

  public static final Limits DEFAULT = of(Duration.ofHours(24));

  /** Without a deadline. */
  public static Limits of(Duration wallClock) {
    return new Limits(wallClock, Optional.empty());
  }
}
