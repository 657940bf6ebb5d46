package dev.batchline.emulator.model;

import java.time.Instant;
import java.util.Locale;

/** What conditional headers compare: a resource's ETag (unquoted) and time of last change. */
public record Stamp(String eTag, Instant lastModified) {

  private static final long SECONDS_FROM_YEAR_1_TO_1970 = 62_135_596_800L;
  private static final long TICKS_PER_SECOND = 10_000_000L;

  /** The stamp of a change: the ETag is its time in ticks of 100 ns since the year 1. */
  public static Stamp at(Instant lastModified) {
    long ticks =
        (lastModified.getEpochSecond() + SECONDS_FROM_YEAR_1_TO_1970) * TICKS_PER_SECOND
            + lastModified.getNano() / 100;
    return new Stamp("0x" + Long.toHexString(ticks).toUpperCase(Locale.ROOT), lastModified);
  }
}
