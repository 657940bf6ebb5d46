package dev.batchline.autoscale;

import java.util.Arrays;

/** The arithmetic behind the functions on lists; lists are not empty unless said. */
final class Statistics {

  private Statistics() {}

  /** Of an empty list 0. */
  static double sum(double[] elements) {
    double sum = 0;
    for (double element : elements) {
      sum += element;
    }
    return sum;
  }

  static double average(double[] elements) {
    return sum(elements) / elements.length;
  }

  static double range(double[] elements) {
    return Arrays.stream(elements).max().orElseThrow()
        - Arrays.stream(elements).min().orElseThrow();
  }

  /** The length of the vector; of an empty list 0. */
  static double norm(double[] elements) {
    double squares = 0;
    for (double element : elements) {
      squares += element * element;
    }
    return Math.sqrt(squares);
  }

  /** Of a sample: divides by n - 1. */
  static double standardDeviation(double[] elements) {
    if (elements.length < 2) {
      throw new ArithmeticException("There is no std of a single element");
    }
    double mean = average(elements);
    double squares = 0;
    for (double element : elements) {
      squares += (element - mean) * (element - mean);
    }
    return Math.sqrt(squares / (elements.length - 1));
  }

  /** By nearest rank: an element of the list, never a value between two. */
  static double percentile(double[] elements, double percent) {
    double[] sorted = elements.clone();
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(percent * sorted.length / 100);
    return sorted[Math.max(1, rank) - 1];
  }

  /** To the nearest whole number, halves away from zero. */
  static double round(double number) {
    double size = Math.abs(number);
    double down = Math.floor(size);
    return Math.copySign(size - down >= 0.5 ? down + 1 : down, number);
  }

  /** To base 2; exact for powers of 2. */
  static double binaryLogarithm(double number) {
    if (Double.isInfinite(number) || number < Double.MIN_NORMAL) {
      return Math.log(number) / Math.log(2);
    }
    int exponent = Math.getExponent(number);
    return exponent + Math.log(Math.scalb(number, -exponent)) / Math.log(2);
  }
}
