package dev.batchline.emulator.fault;

import java.time.Instant;
import java.util.Optional;

/**
 * How often a fault strikes.
 *
 * @param probability that it strikes at an occasion, from 0 to 1
 * @param skip that many occasions pass first
 * @param times that it strikes at most; it is over after that
 * @param until when it is over in any case
 */
public record Frequency(double probability, long skip, long times, Optional<Instant> until) {

  /** Each time, for ever. */
  public static final Frequency ALWAYS = new Frequency(1, 0, Long.MAX_VALUE, Optional.empty());

  public Frequency {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability must be from 0 to 1");
    }
    if (skip < 0) {
      throw new IllegalArgumentException("skip must be 0 or more");
    }
    if (times < 1) {
      throw new IllegalArgumentException("times must be 1 or more");
    }
  }

  boolean over(Instant now) {
    return until.filter(end -> !now.isBefore(end)).isPresent();
  }
}
