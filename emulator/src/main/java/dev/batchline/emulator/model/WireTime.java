package dev.batchline.emulator.model;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times and durations in the service's spelling. */
public final class WireTime {

  /** What the service shows for "without limit": the longest time span of .NET. */
  public static final Duration UNLIMITED =
      Duration.ofDays(10675199).plusHours(2).plusMinutes(48).plusSeconds(5).plusNanos(477_580_700);

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Pattern DURATION = Pattern.compile("-?P(?=.)[0-9YMWD]*(T(?=.)[0-9HMS.]+)?");

  private WireTime() {}

  /** With up to seven digits after the second, zeros at the end cut off. */
  public static String text(Instant time) {
    return SECONDS.format(time) + fraction(time.get(ChronoField.NANO_OF_SECOND) / 100) + "Z";
  }

  /** In days, hours, minutes and seconds, such as {@code P1DT12H30M5.5S}; {@code PT0S} for none. */
  public static String text(Duration duration) {
    StringBuilder text = new StringBuilder(duration.isNegative() ? "-P" : "P");
    Duration positive = duration.abs();
    if (positive.toDaysPart() > 0) {
      text.append(positive.toDaysPart()).append('D');
    }
    Duration rest = positive.minusDays(positive.toDaysPart());
    if (rest.isZero()) {
      return positive.isZero() ? "PT0S" : text.toString();
    }
    text.append('T');
    part(text, rest.toHoursPart(), 'H');
    part(text, rest.toMinutesPart(), 'M');
    String fraction = fraction(rest.toNanosPart() / 100);
    if (rest.toSecondsPart() > 0 || !fraction.isEmpty()) {
      text.append(rest.toSecondsPart()).append(fraction).append('S');
    }
    return text.toString();
  }

  /** An ISO 8601 duration, where a year has 365 days and a month 30; empty if it is none. */
  public static Optional<Duration> duration(String text) {
    if (!DURATION.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      int time = text.indexOf('T');
      String date = time < 0 ? text : text.substring(0, time);
      Duration days = Duration.ZERO;
      if (date.length() > 1 && !date.equals("-P")) {
        Period period = Period.parse(date);
        days =
            Duration.ofDays(365L * period.getYears() + 30L * period.getMonths() + period.getDays());
      }
      String sign = text.startsWith("-") ? "-P" : "P";
      Duration hours = time < 0 ? Duration.ZERO : Duration.parse(sign + text.substring(time));
      return Optional.of(days.plus(hours));
    } catch (DateTimeParseException | ArithmeticException noDuration) {
      return Optional.empty();
    }
  }

  /** An ISO 8601 time; empty if it is none. */
  public static Optional<Instant> time(String text) {
    try {
      return Optional.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from));
    } catch (DateTimeParseException noTime) {
      return Optional.empty();
    }
  }

  private static void part(StringBuilder text, int amount, char unit) {
    if (amount > 0) {
      text.append(amount).append(unit);
    }
  }

  private static String fraction(int ticks) {
    if (ticks == 0) {
      return "";
    }
    String digits = String.format(Locale.ROOT, "%07d", ticks);
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return "." + digits.substring(0, end);
  }
}
