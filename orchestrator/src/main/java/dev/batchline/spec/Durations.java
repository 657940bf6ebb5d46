package dev.batchline.spec;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in ISO 8601, and what somebody meant who wrote them in another way. */
final class Durations {

  private static final Pattern AMOUNT =
      Pattern.compile("([0-9]+)\\s*([a-z]*)\\s*", Pattern.CASE_INSENSITIVE);
  private static final Map<String, Duration> UNITS =
      Map.ofEntries(
          Map.entry("", Duration.ofSeconds(1)),
          Map.entry("s", Duration.ofSeconds(1)),
          Map.entry("sec", Duration.ofSeconds(1)),
          Map.entry("second", Duration.ofSeconds(1)),
          Map.entry("m", Duration.ofMinutes(1)),
          Map.entry("min", Duration.ofMinutes(1)),
          Map.entry("minute", Duration.ofMinutes(1)),
          Map.entry("h", Duration.ofHours(1)),
          Map.entry("hour", Duration.ofHours(1)),
          Map.entry("d", Duration.ofDays(1)),
          Map.entry("day", Duration.ofDays(1)),
          Map.entry("w", Duration.ofDays(7)),
          Map.entry("week", Duration.ofDays(7)));

  private Durations() {}

  /** Reads {@code PT10M} and the like. */
  static Optional<Duration> parse(String text) {
    try {
      return Optional.of(Duration.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** How to write what was meant by "90s" or "1h 30m". */
  static String suggest(String wrong) {
    return meant(wrong)
        .map(duration -> "Write " + text(duration) + ".")
        .orElse("Durations are written as in ISO 8601: PT30S, PT10M, PT1H30M, P2D.");
  }

  /** As people write it: days where there are only days. */
  static String text(Duration duration) {
    boolean wholeDays = !duration.isZero() && duration.equals(Duration.ofDays(duration.toDays()));
    return wholeDays ? "P" + duration.toDays() + "D" : duration.toString();
  }

  private static Optional<Duration> meant(String text) {
    String rest = text.strip().toLowerCase(Locale.ROOT);
    if (rest.startsWith("p")) {
      return meant(rest.replaceFirst("^pt?", "").replace("t", ""));
    }
    Matcher matcher = AMOUNT.matcher(rest);
    Duration sum = Duration.ZERO;
    int end = 0;
    while (end < rest.length() && matcher.find() && matcher.start() == end) {
      String unit = matcher.group(2);
      Duration one = UNITS.get(unit.length() > 1 ? unit.replaceFirst("s$", "") : unit);
      if (one == null || matcher.group(1).length() > 9) {
        return Optional.empty();
      }
      sum = sum.plus(one.multipliedBy(Long.parseLong(matcher.group(1))));
      end = matcher.end();
    }
    return end == rest.length() && !sum.isZero() ? Optional.of(sum) : Optional.empty();
  }
}
