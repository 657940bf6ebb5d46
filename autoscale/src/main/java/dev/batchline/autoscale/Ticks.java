package dev.batchline.autoscale;

import java.time.Duration;
import java.time.Instant;

/** The language's resolution of time: whole units of 100 ns, as a long; since 1970 for instants. */
final class Ticks {

  static final long PER_SECOND = 10_000_000L;

  /** 0001-01-01T00:00:00Z. */
  static final long EARLIEST = -62_135_596_800L * PER_SECOND;

  /** The last tick of the year 9999. */
  static final long LATEST = 253_402_300_800L * PER_SECOND - 1;

  private static final int NANOS = 100;

  private Ticks() {}

  /** Whether the language can say the instant: it lies in the years 1 to 9999. */
  static boolean inRange(Instant instant) {
    return !instant.isBefore(toInstant(EARLIEST)) && !instant.isAfter(toInstant(LATEST));
  }

  static long of(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano() / NANOS);
  }

  static long of(Duration duration) {
    return Math.addExact(
        Math.multiplyExact(duration.getSeconds(), PER_SECOND), duration.getNano() / NANOS);
  }

  static Instant toInstant(long ticks) {
    return Instant.ofEpochSecond(
        Math.floorDiv(ticks, PER_SECOND), Math.floorMod(ticks, PER_SECOND) * NANOS);
  }

  static Duration toDuration(long ticks) {
    return Duration.ofSeconds(
        Math.floorDiv(ticks, PER_SECOND), Math.floorMod(ticks, PER_SECOND) * NANOS);
  }

  /**
   * @throws ArithmeticException when the sum is out of range
   */
  static long sum(long left, long right) {
    long sum = left + right;
    if (((left ^ sum) & (right ^ sum)) < 0) {
      throw outOfRange();
    }
    return sum;
  }

  /**
   * @throws ArithmeticException when the difference is out of range
   */
  static long difference(long left, long right) {
    long difference = left - right;
    if (((left ^ right) & (left ^ difference)) < 0) {
      throw outOfRange();
    }
    return difference;
  }

  /**
   * To the nearest tick; exact for whole factors.
   *
   * @throws ArithmeticException when the product is out of range
   */
  static long product(long ticks, double factor) {
    double product = ticks * factor;
    if (!(Math.abs(product) < 0x1p63)) {
      throw outOfRange();
    }
    boolean exact = factor == Math.rint(factor) && Math.abs(factor) < 0x1p62;
    return exact ? ticks * (long) factor : Math.round(product);
  }

  /**
   * To the nearest tick.
   *
   * @throws ArithmeticException when the divisor is 0 or no number
   */
  static long quotient(long ticks, double divisor) {
    double quotient = ticks / divisor;
    if (!(Math.abs(quotient) < 0x1p63)) {
      throw outOfRange();
    }
    return Math.round(quotient);
  }

  private static ArithmeticException outOfRange() {
    return new ArithmeticException("The time is out of range");
  }
}
