package dev.batchline.emulator.monitor;

/** Samples of one interval, taken together; changed by its maker alone. */
final class Aggregate {

  private long count;
  private double total;
  private double minimum = Double.POSITIVE_INFINITY;
  private double maximum = Double.NEGATIVE_INFINITY;

  /** Adds {@code times} samples of that value. */
  void add(double value, long times) {
    count += times;
    total += value * times;
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
  }

  boolean isEmpty() {
    return count == 0;
  }

  double of(Aggregation aggregation) {
    return switch (aggregation) {
      case AVERAGE -> total / count;
      case MINIMUM -> minimum;
      case MAXIMUM -> maximum;
      case TOTAL -> total;
      case COUNT -> count;
    };
  }
}
