package dev.batchline.emulator.monitor;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How the samples of an interval become one number. */
enum Aggregation {
  AVERAGE,
  MINIMUM,
  MAXIMUM,
  TOTAL,
  COUNT;

  static final List<String> NAMES =
      List.of("None", "Average", "Minimum", "Maximum", "Total", "Count");

  static Optional<Aggregation> named(String name) {
    return Arrays.stream(values()).filter(a -> a.name().equalsIgnoreCase(name)).findFirst();
  }

  /** Its member in the JSON of a data point. */
  String member() {
    return name().toLowerCase(Locale.ROOT);
  }
}
