package dev.batchline.emulator.model;

import java.util.Locale;
import java.util.regex.Pattern;

/** Identifiers of pools, jobs, tasks and schedules: unique without regard to case, kept as sent. */
public final class Ids {

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private Ids() {}

  /** What an identifier is found and ordered by. */
  public static String key(String id) {
    return id.toLowerCase(Locale.ROOT);
  }

  public static boolean valid(String id) {
    return VALID.matcher(id).matches();
  }
}
