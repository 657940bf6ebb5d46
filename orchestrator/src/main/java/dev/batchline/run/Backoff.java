package dev.batchline.run;

import java.time.Duration;

/** How long a task waits before it is tried again. */
final class Backoff {

  private static final Duration LONGEST = Duration.ofMinutes(5);

  private Backoff() {}

  /**
   * Doubles with each failure up to a bound, less up to a half of it: a share that depends on the
   * task and the failure alone, so that a replay waits equally long.
   */
  static Duration after(Duration first, int failures, int task) {
    long longest = Math.max(first.toMillis(), LONGEST.toMillis());
    long whole = Math.min(longest, first.toMillis() << Math.min(20, Math.max(0, failures - 1)));
    double share = (scramble(task * 31L + failures) >>> 11) * 0x1.0p-53;
    return Duration.ofMillis(whole - (long) (whole * share / 2));
  }

  /** The finishing step of SplitMix64. */
  private static long scramble(long seed) {
    long mixed = seed + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
