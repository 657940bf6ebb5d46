package dev.batchline.failure;

import java.util.Locale;

/** How constants are written in the table, in job files and in documents: {@code timeLimit}. */
final class Word {

  private Word() {}

  /** {@code TIME_LIMIT} as {@code timeLimit}. */
  static String of(Enum<?> constant) {
    StringBuilder word = new StringBuilder();
    for (String part : constant.name().toLowerCase(Locale.ROOT).split("_", -1)) {
      word.append(
          word.isEmpty()
              ? part
              : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
    }
    return word.toString();
  }
}
