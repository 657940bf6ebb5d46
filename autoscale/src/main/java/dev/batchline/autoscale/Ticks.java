package dev.batchline.autoscale;

import java.time.Duration;
import java.time.Instant;

/** The language's resolution of time: whole units of 100 ns, as a long; since 1970 for instants. */
final class Ticks {

  static final long PER_SECOND = 10_000_000L;
  private static final int NANOS = 100;

  private Ticks() {}

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
}
