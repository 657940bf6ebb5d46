package dev.batchline.autoscale;

import java.time.Instant;
import java.util.Objects;

/**
 * All that an evaluation depends on besides the formula: equal conditions give equal evaluations.
 *
 * @param now what {@code time()} is throughout the evaluation; later samples are not visible
 */
public record Conditions(Instant now, PoolSize pool, Samples samples, EvaluationOptions options) {

  public Conditions {
    Objects.requireNonNull(now);
    Objects.requireNonNull(pool);
    Objects.requireNonNull(samples);
    Objects.requireNonNull(options);
  }

  /** An empty pool without samples. */
  public static Conditions at(Instant now) {
    return new Conditions(now, PoolSize.EMPTY, Samples.none(), EvaluationOptions.standard());
  }

  public Conditions withPool(PoolSize size) {
    return new Conditions(now, size, samples, options);
  }

  public Conditions withSamples(Samples known) {
    return new Conditions(now, pool, known, options);
  }

  public Conditions withOptions(EvaluationOptions chosen) {
    return new Conditions(now, pool, samples, chosen);
  }
}
