package dev.batchline.spec;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Bounds on a whole run.
 *
 * @param wallClock after which the job is ended by Batch itself, even if nobody watches
 * @param standstill how long nothing may run for a cause that does not pass by itself
 * @param deadline when it is to be done; empty when it doesn't matter
 */
public record Limits(Duration wallClock, Duration standstill, Optional<Deadline> deadline) {

  private static final Duration STANDSTILL = Duration.ofMinutes(30);

  public static final Limits DEFAULT = of(Duration.ofHours(24));

  public Limits {
    // Plans of earlier versions have no limit of a standstill.
    standstill = Objects.requireNonNullElse(standstill, STANDSTILL);
  }

  public Limits(Duration wallClock, Optional<Deadline> deadline) {
    this(wallClock, STANDSTILL, deadline);
  }

  /** Without a deadline. */
  public static Limits of(Duration wallClock) {
    return new Limits(wallClock, Optional.empty());
  }
}
