package dev.batchline.run;

import java.time.Duration;
import java.time.Instant;

/** Spans of time in sentences: {@code 40 s}, {@code 4 min}, {@code 2 h 05 min}. */
final class SpanText {

  private SpanText() {}

  static String of(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    long minutes = seconds / 60;
    return minutes < 60
        ? minutes + " min"
        : minutes < 48 * 60
            ? "%d h %02d min".formatted(minutes / 60, minutes % 60)
            : minutes / 60 / 24 + " days";
  }

  static String between(Instant from, Instant to) {
    return of(Duration.between(from, to));
  }

  static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
