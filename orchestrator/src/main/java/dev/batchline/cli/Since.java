package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time in the past as people type it. */
final class Since {

  private static final Pattern AGE = Pattern.compile("([0-9]{1,6})([smhd])");

  private Since() {}

  private static boolean isAge(String text) {
    return text.startsWith("P") || AGE.matcher(text.strip().toLowerCase(Locale.ROOT)).matches();
  }

  /**
   * @param text such as {@code 12h}, or a duration in ISO 8601
   * @throws DateTimeException if it is neither
   */
  static Duration age(String text) {
    Matcher age = AGE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!age.matches()) {
      return Duration.parse(text);
    }
    String unit = age.group(2);
    return Duration.parse("P" + (unit.equals("d") ? "" : "T") + age.group(1) + unit);
  }

  /**
   * @param text a date (its beginning in UTC), a time with its offset, an age such as {@code 12h},
   *     or a duration in ISO 8601
   * @throws RunException with the user's blame if it is none of these
   */
  static Instant of(String text, Instant now) {
    try {
      if (isAge(text)) {
        return now.minus(age(text));
      }
      return text.length() == "2026-11-21".length()
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException | ArithmeticException e) {
      throw new RunException(
          Blame.USER,
          "list runs since \"" + text + "\"",
          "it is neither a time nor an age",
          "Write 2026-11-21, 2026-11-21T06:00:00Z, 12h or 7d.",
          e);
    }
  }
}
