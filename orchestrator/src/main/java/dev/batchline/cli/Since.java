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

  /**
   * @param text a date (its beginning in UTC), a time with its offset, an age such as {@code 12h},
   *     or a duration in ISO 8601
   * @throws RunException with the user's blame if it is none of these
   */
  static Instant of(String text, Instant now) {
    Matcher age = AGE.matcher(text.strip().toLowerCase(Locale.ROOT));
    try {
      if (age.matches()) {
        String unit = age.group(2);
        String iso = "P" + (unit.equals("d") ? "" : "T") + age.group(1) + unit;
        return now.minus(Duration.parse(iso));
      }
      if (text.startsWith("P")) {
        return now.minus(Duration.parse(text));
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
