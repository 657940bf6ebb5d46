package dev.batchline.autoscale;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates as {@code time("…")} reads them: W3C-DTF or RFC 1123, without a zone in UTC.
 *
 * <p>Up to 7 digits after the second, the language's resolution; the service is known to take 6 and
 * to refuse 9.
 */
final class TimeText {

  private static final Pattern W3C =
      Pattern.compile(
          "(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d)(?:T(\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,7}))?)?"
              + "(Z|[+-]\\d\\d:\\d\\d)?)?)?)?");

  /** What the JDK's own format for RFC 1123 reads beyond it is refused: 7:0:00, for one. */
  private static final Pattern RFC_1123 =
      Pattern.compile("(\\w{3}, )?\\d{1,2} \\w{3} \\d{4} \\d\\d:\\d\\d(:\\d\\d)? (GMT|[+-]\\d{4})");

  private TimeText() {}

  static Optional<Instant> parse(String text) {
    Matcher w3c = W3C.matcher(text);
    try {
      if (w3c.matches()) {
        return Optional.of(ofParts(w3c)).filter(Ticks::inRange);
      }
      if (!RFC_1123.matcher(text).matches()) {
        return Optional.empty();
      }
      ZonedDateTime time = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(time.toInstant()).filter(Ticks::inRange);
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }

  private static Instant ofParts(Matcher parts) {
    LocalDate date =
        LocalDate.of(
            number(parts.group(1), 0), number(parts.group(2), 1), number(parts.group(3), 1));
    LocalTime time =
        LocalTime.of(
            number(parts.group(4), 0),
            number(parts.group(5), 0),
            number(parts.group(6), 0),
            nanoseconds(parts.group(7)));
    String zone = parts.group(8);
    ZoneOffset offset = zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone);
    return OffsetDateTime.of(date, time, offset).toInstant();
  }

  private static int number(@Nullable String digits, int otherwise) {
    return digits == null ? otherwise : Integer.parseInt(digits);
  }

  private static int nanoseconds(@Nullable String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
  }
}
