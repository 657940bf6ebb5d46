package dev.batchline.report;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Numbers as people read them. */
public final class Wording {

  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private Wording() {}

  /** {@code 850 ms}, {@code 12.3 s}, {@code 4 min 05 s}, {@code 3 h 07 min}. */
  public static String duration(Duration duration) {
    long millis = Math.max(0, duration.toMillis());
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    if (millis < 3_600_000) {
      return String.format(Locale.ROOT, "%d min %02d s", millis / 60_000, millis / 1000 % 60);
    }
    return String.format(Locale.ROOT, "%d h %02d min", millis / 3_600_000, millis / 60_000 % 60);
  }

  /** {@link #duration} up to two days, then whole days. */
  public static String age(Duration age) {
    return age.toHours() < 48 ? duration(age) : count(age.toDays(), "day");
  }

  /** {@code 17 B}, {@code 1.5 MiB}. */
  public static String bytes(long bytes) {
    return bytes((double) bytes);
  }

  /** As {@link #bytes(long)}, for averages and rates. */
  public static String bytes(double bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0
        ? String.format(Locale.ROOT, "%.0f B", value)
        : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /** {@code 1 task}, {@code 40 tasks}. */
  public static String count(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }

  /**
   * {@code 3 of 4 tasks succeeded}; where an earlier run had results, of those that it had not:
   * {@code 2 of 2 tasks succeeded, 2 more reused}, {@code all 4 tasks reused}.
   *
   * @param total how many there are, the reused ones too, but for those that nobody chose to run
   */
  public static String succeeded(int succeeded, int reused, int total) {
    if (reused > 0 && reused == total) {
      return (total == 1 ? "1 task" : "all " + count(total, "task")) + " reused";
    }
    return String.format(Locale.ROOT, "%,d of ", succeeded)
        + count(total - reused, "task")
        + " succeeded"
        + (reused > 0 ? String.format(Locale.ROOT, ", %,d more reused", reused) : "");
  }

  /**
   * {@code a, b and c}, {@code a, b, c and 97 more}.
   *
   * @param most how many are named
   */
  public static String names(List<String> names, int most) {
    int named = Math.min(most, names.size());
    int more = names.size() - named;
    if (more == 0 && named > 1) {
      return String.join(", ", names.subList(0, named - 1)) + " and " + names.get(named - 1);
    }
    return String.join(", ", names.subList(0, named))
        + (more > 0 ? String.format(Locale.ROOT, " and %,d more", more) : "");
  }

  /** {@code 0.027}, {@code 3.4}, {@code 1,250}: three significant digits, or whole. */
  public static String hours(double hours) {
    if (hours >= 100) {
      return String.format(Locale.ROOT, "%,.0f", hours);
    }
    if (hours >= 1) {
      return String.format(Locale.ROOT, "%.1f", hours);
    }
    return String.format(Locale.ROOT, "%.3f", hours);
  }
}
