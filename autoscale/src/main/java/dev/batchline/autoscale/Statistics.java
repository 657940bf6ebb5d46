package dev.batchline.autoscale;

import java.util.Arrays;

/** The arithmetic behind the functions on lists; lists are not empty unless said. */
final class Statistics {

  private static final double SQUARE_ROOT_OF_2 = Math.sqrt(2);

  /** 1 / ln(2), in two parts: a double has too few digits of it. */
  private static final double PER_LOGARITHM_OF_2 = 0x1.71547652b82fep0;

  private static final double PER_LOGARITHM_REST = 0x1.777d0ffda0d24p-56;

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

  /**
   * To base 2; exact for powers of 2, else right to the last digit but one in a few: the quotient
   * of two logarithms would lose more.
   */
  static double binaryLogarithm(double number) {
    if (Double.isInfinite(number)) {
      return number;
    }
    int exponent = Math.getExponent(number);
    if (exponent < Double.MIN_EXPONENT) {
      return binaryLogarithm(number * 0x1p60) - 60;
    }
    double fraction = Math.scalb(number, -exponent);
    if (fraction > SQUARE_ROOT_OF_2) {
      exponent++;
      fraction /= 2;
    }
    double natural = Math.log(fraction);
    double product = natural * PER_LOGARITHM_OF_2;
    double lost = Math.fma(natural, PER_LOGARITHM_OF_2, -product) + natural * PER_LOGARITHM_REST;
    return exponent + (product + lost);
  }
}
