package dev.batchline.emulator.page;

import dev.batchline.emulator.model.WireTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * Times and durations for people, in UTC.
 *
 * @param now when the page is made; what happened on the same day is shown without the date
 */
record Times(Instant now) {

  private static final DateTimeFormatter DAY_AND_TIME = format("yyyy-MM-dd HH:mm:ss");
  private static final DateTimeFormatter TIME = format("HH:mm:ss");

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  Html at(Instant time) {
    boolean today = time.truncatedTo(ChronoUnit.DAYS).equals(now.truncatedTo(ChronoUnit.DAYS));
    return Html.tag("time")
        .attribute("datetime", WireTime.text(time))
        .attribute("title", WireTime.text(time))
        .add((today ? TIME : DAY_AND_TIME).format(time));
  }

  /** Nothing for what hasn't happened. */
  Html at(Optional<Instant> time) {
    return time.map(this::at).orElseGet(Html::fragment);
  }

  /** How long it took, or takes until now. */
  String span(Instant from, Optional<Instant> to) {
    return text(Duration.between(from, to.orElse(now)));
  }

  /**
   * Such as {@code 0.25 s}, {@code 12.3 s}, {@code 5 min}, {@code 4 min 7 s}, {@code 2 h 3 min}.
   */
  static String text(Duration duration) {
    if (duration.isNegative()) {
      return text(Duration.ZERO);
    }
    double seconds = duration.toMillis() / 1000.0;
    if (seconds < 60) {
      String text = String.format(Locale.ROOT, seconds < 10 ? "%.2f" : "%.1f", seconds);
      return text.replaceFirst("\\.?0+$", "").replaceFirst("^$", "0") + " s";
    }
    if (duration.toHours() == 0) {
      return both(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
    }
    if (duration.toDays() == 0) {
      return both(duration.toHours(), "h", duration.toMinutesPart(), "min");
    }
    return both(duration.toDays(), "d", duration.toHoursPart(), "h");
  }

  private static String both(long large, String unit, int small, String smallUnit) {
    return small == 0 ? large + " " + unit : large + " " + unit + " " + small + " " + smallUnit;
  }
}
