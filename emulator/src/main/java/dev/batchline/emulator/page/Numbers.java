package dev.batchline.emulator.page;

import java.util.Locale;

/** Numbers for people. */
final class Numbers {

  private static final String[] UNITS = {"bytes", "KB", "MB", "GB", "TB"};

  private Numbers() {}

  /** Such as {@code 100,000}. */
  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Such as {@code 12 bytes}, {@code 3.4 KB}, {@code 100 MB}; a KB has 1024 bytes. */
  static String size(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= 1024 && unit < UNITS.length - 1) {
      size /= 1024;
      unit++;
    }
    String format = unit > 0 && size < 10 ? "%.1f %s" : "%.0f %s";
    return String.format(Locale.ROOT, format, size, UNITS[unit]);
  }

  /** A number of a formula, without needless zeros. */
  static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}
