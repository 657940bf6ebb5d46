package dev.batchline.emulator.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Conditional headers of changes against what a resource is now; HTTP does those of reads. */
public final class Preconditions {

  private Preconditions() {}

  /**
   * @throws BatchError 412 when a change is not wanted any more
   */
  public static void forWrite(Conditions conditions, Stamp stamp) {
    check(conditions, stamp);
  }

  private static void check(Conditions conditions, Stamp stamp) {
    boolean byTag = conditions.ifMatch().isPresent() && conditions.ifNoneMatch().isPresent();
    boolean byTime =
        conditions.ifModifiedSince().isPresent() && conditions.ifUnmodifiedSince().isPresent();
    if (byTag || byTime) {
      throw ErrorCode.MULTIPLE_CONDITIONS.error();
    }
    if (conditions.ifMatch().isPresent() && !matches(conditions.ifMatch(), stamp)) {
      throw ErrorCode.CONDITION_NOT_MET.error();
    }
    if (conditions.ifNoneMatch().isPresent() && matches(conditions.ifNoneMatch(), stamp)) {
      throw ErrorCode.CONDITION_NOT_MET.error();
    }
    Instant changed = stamp.lastModified().truncatedTo(ChronoUnit.SECONDS);
    if (conditions.ifModifiedSince().filter(since -> !changed.isAfter(since)).isPresent()) {
      throw ErrorCode.CONDITION_NOT_MET.error();
    }
    if (conditions.ifUnmodifiedSince().filter(changed::isAfter).isPresent()) {
      throw ErrorCode.CONDITION_NOT_MET.error();
    }
  }

  private static boolean matches(Optional<String> tag, Stamp stamp) {
    return tag.filter(one -> one.equals("*") || unquoted(one).equals(stamp.eTag())).isPresent();
  }

  private static String unquoted(String tag) {
    boolean quoted = tag.length() > 1 && tag.startsWith("\"") && tag.endsWith("\"");
    return quoted ? tag.substring(1, tag.length() - 1) : tag;
  }
}
