package dev.batchline.spec;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a run is to be done, as the job file says it.
 *
 * @param text one of the forms that {@link #isReadable} knows
 * @param cancels whether the run is ended then; else it runs on, and is late
 */
public record Deadline(String text, boolean cancels) {

  private static final Pattern IN_A_ZONE = Pattern.compile("(\\S+)\\s+(\\S+)");

  /** A time of day without seconds or with them. */
  private static final Pattern TIME = Pattern.compile("[0-9]{2}:[0-9]{2}(:[0-9]{2})?");

  public Deadline {
    if (!isReadable(text)) {
      throw new IllegalArgumentException(text);
    }
  }

  /** Whether it is a time of day or a local date and time with a zone, an instant or a duration. */
  static boolean isReadable(String text) {
    return at(text, Instant.EPOCH).isPresent();
  }

  /** The name that stands where a zone should, if that is what is wrong. */
  static Optional<String> wrongZone(String text) {
    Matcher matcher = IN_A_ZONE.matcher(text.strip());
    return matcher.matches()
            && local(matcher.group(1)).isPresent()
            && zone(matcher.group(2)).isEmpty()
        ? Optional.of(matcher.group(2))
        : Optional.empty();
  }

  /**
   * The instant it means for a run that starts then: a time of day is the next one after the start,
   * a duration counts from it, the others mean the same for every run.
   */
  public Instant at(Instant start) {
    return at(text, start).orElseThrow();
  }

  private static Optional<Instant> at(String text, Instant start) {
    String stripped = text.strip();
    return Durations.parse(stripped)
        .filter(duration -> duration.compareTo(Duration.ZERO) > 0)
        .map(start::plus)
        .or(() -> instant(stripped))
        .or(() -> inAZone(stripped, start));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> inAZone(String text, Instant start) {
    Matcher matcher = IN_A_ZONE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Optional<ZoneId> zone = zone(matcher.group(2));
    Optional<LocalTime> time = timeOfDay(matcher.group(1));
    return zone.flatMap(
        known ->
            time.map(clock -> next(clock, known, start))
                .or(
                    () ->
                        dateTime(matcher.group(1)).map(local -> local.atZone(known).toInstant())));
  }

  /**
   * The first time after the start at which clocks of the zone show this. A time that a change to
   * summer time leaves out comes an hour later that day; of one that comes twice, each counts.
   */
  private static Instant next(LocalTime clock, ZoneId zone, Instant start) {
    ZonedDateTime today = start.atZone(zone).with(clock);
    for (ZonedDateTime candidate = today.minusDays(1).with(clock);
        ;
        candidate = candidate.plusDays(1).with(clock)) {
      ZonedDateTime first = candidate.withEarlierOffsetAtOverlap();
      ZonedDateTime second = candidate.withLaterOffsetAtOverlap();
      if (first.toInstant().isAfter(start)) {
        return first.toInstant();
      }
      if (second.toInstant().isAfter(start)) {
        return second.toInstant();
      }
    }
  }

  private static Optional<LocalTime> timeOfDay(String text) {
    try {
      return TIME.matcher(text).matches() ? Optional.of(LocalTime.parse(text)) : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<LocalDateTime> dateTime(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<Object> local(String text) {
    return timeOfDay(text).<Object>map(time -> time).or(() -> dateTime(text));
  }

  private static Optional<ZoneId> zone(String name) {
    try {
      return Optional.of(ZoneId.of(name));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
