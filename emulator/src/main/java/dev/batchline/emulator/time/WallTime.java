package dev.batchline.emulator.time;

import java.time.Instant;

/** The machine's own clock, with a platform that runs at a pace. */
public final class WallTime implements ServiceTime {

  /** Faster than this and a node would boot before its pool has answered. */
  public static final double FASTEST = 100_000;

  private final double pace;

  private WallTime(double pace) {
    this.pace = pace;
  }

  /** Azure's own speed. */
  public static WallTime real() {
    return new WallTime(1);
  }

  /**
   * A platform that is faster than Azure.
   *
   * @param pace from 1 to {@link #FASTEST}
   */
  public static WallTime paced(double pace) {
    if (!(pace >= 1 && pace <= FASTEST)) {
      throw new IllegalArgumentException("pace must be from 1 to " + (long) FASTEST + ": " + pace);
    }
    return new WallTime(pace);
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public double pace() {
    return pace;
  }
}
