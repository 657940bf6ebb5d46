package dev.batchline.run;

import java.time.Duration;

/**
 * How often the target is looked at.
 *
 * @param fastest while things change
 * @param slowest when nothing has changed for long
 */
public record Pace(Duration fastest, Duration slowest) {

  /** For Azure. */
  public static final Pace CLOUD = new Pace(Duration.ofSeconds(3), Duration.ofSeconds(15));

  /** For a target on this machine. */
  public static final Pace LOCAL = new Pace(Duration.ofMillis(500), Duration.ofSeconds(2));

  public Pace {
    if (fastest.isNegative() || fastest.isZero() || slowest.compareTo(fastest) < 0) {
      throw new IllegalArgumentException(fastest + " to " + slowest);
    }
  }
}
