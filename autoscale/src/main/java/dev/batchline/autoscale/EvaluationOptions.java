package dev.batchline.autoscale;

import java.time.Duration;

/**
 * How to decide what no public document says about the service, and what to feed {@code rand()}.
 *
 * @param samplePeriod time between two samples of a metric
 * @param sampleDelay how long after it was taken a sample becomes visible to formulas
 * @param sunday the number of Sunday in {@code .weekday}: 0 or 7
 * @param ieeeDivision whether x / 0 is infinite instead of an error
 * @param strictMetrics whether a metric without a method call is an error instead of its last
 *     sample
 * @param retiredMetrics whether metrics that the service no longer collects can be named
 * @param seed of {@code rand()}: equal seeds give equal evaluations
 */
public record EvaluationOptions(
    Duration samplePeriod,
    Duration sampleDelay,
    int sunday,
    boolean ieeeDivision,
    boolean strictMetrics,
    boolean retiredMetrics,
    long seed) {

  private static final EvaluationOptions STANDARD =
      new EvaluationOptions(Duration.ofSeconds(30), Duration.ZERO, 0, false, false, true, 0);

  public EvaluationOptions {
    if (samplePeriod.isNegative() || samplePeriod.isZero() || sampleDelay.isNegative()) {
      throw new IllegalArgumentException("a sample period is positive, a delay is not negative");
    }
    if (sunday != 0 && sunday != 7) {
      throw new IllegalArgumentException("Sunday is 0 or 7, not " + sunday);
    }
  }

  /** Samples every 30 s without delay; Sunday is 0; division by zero is an error. */
  public static EvaluationOptions standard() {
    return STANDARD;
  }

  public EvaluationOptions withSampleDelay(Duration delay) {
    return new EvaluationOptions(
        samplePeriod, delay, sunday, ieeeDivision, strictMetrics, retiredMetrics, seed);
  }

  public EvaluationOptions withSunday(int number) {
    return new EvaluationOptions(
        samplePeriod, sampleDelay, number, ieeeDivision, strictMetrics, retiredMetrics, seed);
  }

  public EvaluationOptions withIeeeDivision(boolean ieee) {
    return new EvaluationOptions(
        samplePeriod, sampleDelay, sunday, ieee, strictMetrics, retiredMetrics, seed);
  }

  public EvaluationOptions withStrictMetrics(boolean strict) {
    return new EvaluationOptions(
        samplePeriod, sampleDelay, sunday, ieeeDivision, strict, retiredMetrics, seed);
  }

  public EvaluationOptions withRetiredMetrics(boolean allowed) {
    return new EvaluationOptions(
        samplePeriod, sampleDelay, sunday, ieeeDivision, strictMetrics, allowed, seed);
  }

  public EvaluationOptions withSeed(long number) {
    return new EvaluationOptions(
        samplePeriod, sampleDelay, sunday, ieeeDivision, strictMetrics, retiredMetrics, number);
  }
}
