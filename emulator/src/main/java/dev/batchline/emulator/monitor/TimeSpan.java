package dev.batchline.emulator.monitor;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * A stretch of time that a query is about.
 *
 * @param end after its last moment
 */
record TimeSpan(Instant start, Instant end) {

  TimeSpan {
    if (!start.isBefore(end)) {
      throw MonitorException.badRequest("The start of a time span must be before its end");
    }
  }

  static TimeSpan last(Duration duration, Instant now) {
    return new TimeSpan(now.minus(duration), now);
  }

  /**
   * Parses {@code start/end}, {@code start/duration}, {@code duration/end} or {@code duration}; the
   * SDK writes times without seconds when they are zero.
   */
  static TimeSpan parse(String text, Instant now) {
    try {
      int slash = text.indexOf('/');
      if (slash < 0) {
        return last(Duration.parse(text), now);
      }
      String left = text.substring(0, slash);
      String right = text.substring(slash + 1);
      if (left.startsWith("P")) {
        return last(Duration.parse(left), instant(right));
      }
      Instant start = instant(left);
      return new TimeSpan(
          start, right.startsWith("P") ? start.plus(Duration.parse(right)) : instant(right));
    } catch (DateTimeException | ArithmeticException e) {
      throw MonitorException.badRequest("No time span: " + text);
    }
  }

  private static Instant instant(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }

  boolean contains(Instant moment) {
    return !moment.isBefore(start) && moment.isBefore(end);
  }

  @Override
  public String toString() {
    return start + "/" + end;
  }
}
