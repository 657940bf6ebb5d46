package dev.batchline.emulator.http;

import dev.batchline.emulator.model.Conditions;
import dev.batchline.emulator.model.Stamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;

/** Conditional headers: reads them, and decides them for answers that are read and not changed. */
final class ConditionHeaders {

  private ConditionHeaders() {}

  /** The request's conditions; the service takes at most one. */
  static Conditions of(Request request) {
    Conditions conditions =
        new Conditions(
            eTag(request, "If-Match"),
            eTag(request, "If-None-Match"),
            date(request, "If-Modified-Since"),
            date(request, "If-Unmodified-Since"));
    long given =
        Stream.of(
                conditions.ifMatch(),
                conditions.ifNoneMatch(),
                conditions.ifModifiedSince(),
                conditions.ifUnmodifiedSince())
            .filter(Optional::isPresent)
            .count();
    if (given > 1) {
      throw Refusals.severalConditions();
    }
    return conditions;
  }

  /** Returns when what is read may be sent; 304 or 412 otherwise. */
  static void check(Conditions conditions, Stamp stamp) {
    if (conditions.ifNoneMatch().filter(eTag -> matches(eTag, stamp)).isPresent()) {
      throw Refusals.notMet(304);
    }
    if (conditions.ifMatch().filter(eTag -> !matches(eTag, stamp)).isPresent()) {
      throw Refusals.notMet(412);
    }
    checkDates(conditions, stamp.lastModified());
  }

  /** The same for files, which have no ETag. */
  static void checkDates(Conditions conditions, Instant lastModified) {
    Instant second = lastModified.truncatedTo(ChronoUnit.SECONDS);
    if (conditions.ifModifiedSince().filter(date -> !second.isAfter(date)).isPresent()) {
      throw Refusals.notMet(304);
    }
    if (conditions.ifUnmodifiedSince().filter(second::isAfter).isPresent()) {
      throw Refusals.notMet(412);
    }
  }

  private static boolean matches(String eTag, Stamp stamp) {
    return eTag.equals("*") || eTag.equals(stamp.eTag());
  }

  /** Batch's ETags stand without quotes; those of a client that quotes them all the same go. */
  private static Optional<String> eTag(Request request, String name) {
    return request.header(name).map(value -> value.strip().replaceFirst("^\"(.*)\"$", "$1"));
  }

  private static Optional<Instant> date(Request request, String name) {
    return request.header(name).map(value -> parse(name, value));
  }

  private static Instant parse(String name, String value) {
    try {
      return DateTimeFormatter.RFC_1123_DATE_TIME.parse(value.strip(), Instant::from);
    } catch (DateTimeException e) {
      throw Refusals.invalidHeader(name, value);
    }
  }
}
