package dev.batchline.base;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Tries a call again until it succeeds, fails for a reason that stays, or time is up.
 *
 * <p>Waits between tries are drawn evenly from zero to a bound that doubles (full jitter), so that
 * many who failed together don't come back together.
 */
public final class Retrier {

  /**
   * How long to go on.
   *
   * @param first upper bound of the first wait
   * @param longest upper bound of any wait
   * @param patience after which a failure is thrown; counted from the first try
   */
  public record Waits(Duration first, Duration longest, Duration patience) {

    public Waits {
      if (first.isNegative() || longest.compareTo(first) < 0 || patience.isNegative()) {
        throw new IllegalArgumentException(first + ", " + longest + ", " + patience);
      }
    }
  }

  private final Timeline timeline;
  private final RandomGenerator random;
  private final Waits waits;
  private final Predicate<RunException> worthRetrying;

  public Retrier(
      Timeline timeline,
      RandomGenerator random,
      Waits waits,
      Predicate<RunException> worthRetrying) {
    this.timeline = timeline;
    this.random = random;
    this.waits = waits;
    this.worthRetrying = worthRetrying;
  }

  /** Told of each failure that is followed by another try. */
  @FunctionalInterface
  public interface OnFailure {
    void failed(RunException failure, Duration wait);
  }

  /**
   * @return what the first successful try returned
   * @throws RunException of the last try
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public <T> T call(Supplier<T> call, OnFailure onFailure) throws InterruptedException {
    Instant end = timeline.now().plus(waits.patience());
    Duration bound = waits.first();
    while (true) {
      try {
        return call.get();
      } catch (RunException failure) {
        Duration wait = draw(bound);
        if (!worthRetrying.test(failure) || timeline.now().plus(wait).isAfter(end)) {
          throw failure;
        }
        onFailure.failed(failure, wait);
        timeline.sleep(wait);
        bound = shorter(bound.multipliedBy(2), waits.longest());
      }
    }
  }

  private Duration draw(Duration bound) {
    return Duration.ofMillis(random.nextLong(bound.toMillis() + 1));
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
