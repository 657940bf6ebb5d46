package dev.batchline.autoscale;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a variable of a formula can hold; {@link #text} is how the service prints it in results. */
public sealed interface Value {

  Type type();

  String text();

  /** A double, also a truth value: 1 or 0. */
  record Numeric(double number) implements Value {
    @Override
    public Type type() {
      return Type.DOUBLE;
    }

    @Override
    public String text() {
      return NumberText.of(number);
    }
  }

  /** A doubleVec: samples oldest first. */
  final class Vector implements Value {
    private final double[] elements;

    Vector(double... elements) {
      this.elements = elements;
    }

    public int size() {
      return elements.length;
    }

    public double get(int index) {
      return elements[index];
    }

    public double[] toArray() {
      return elements.clone();
    }

    /** Not a copy: who gets it must not write to it. */
    double[] elements() {
      return elements;
    }

    @Override
    public Type type() {
      return Type.DOUBLE_VEC;
    }

    @Override
    public String text() {
      return IntStream.range(0, elements.length)
          .mapToObj(index -> NumberText.of(elements[index]))
          .collect(Collectors.joining(",", "[", "]"));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Vector vector && Arrays.equals(elements, vector.elements);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(elements);
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /** A string: a literal, or one of the words of {@link NodeDeallocationOption}. */
  record Text(String text) implements Value {
    @Override
    public Type type() {
      return Type.STRING;
    }
  }

  /** An instant in UTC, in whole units of 100 ns. */
  record Timestamp(Instant instant) implements Value {
    private static final DateTimeFormatter MILLISECONDS =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @Override
    public Type type() {
      return Type.TIMESTAMP;
    }

    @Override
    public String text() {
      return MILLISECONDS.format(instant);
    }
  }

  /** A signed duration in whole units of 100 ns. */
  record Interval(Duration duration) implements Value {
    @Override
    public Type type() {
      return Type.TIMEINTERVAL;
    }

    /** {@code [-][d.]hh:mm:ss[.fffffff]}. */
    @Override
    public String text() {
      Duration size = duration.abs();
      long days = size.toDays();
      int fraction = size.toNanosPart() / 100;
      return (duration.isNegative() ? "-" : "")
          + (days > 0 ? days + "." : "")
          + String.format(
              Locale.ROOT,
              "%02d:%02d:%02d",
              size.toHoursPart(),
              size.toMinutesPart(),
              size.toSecondsPart())
          + (fraction > 0 ? String.format(Locale.ROOT, ".%07d", fraction) : "");
    }
  }
}
