package dev.batchline.autoscale;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Numbers as results show them: a whole one with all its digits, a fraction with the six
 * significant ones that recorded answers of the service have, such as {@code $samples=96.6667}.
 */
final class NumberText {

  private static final MathContext SIX = new MathContext(6, RoundingMode.HALF_EVEN);

  /** Fractions outside these powers of ten have an exponent: {@code 1.5e-07}. */
  private static final int LEAST_PLAIN = -4;

  private static final int MOST_PLAIN = 5;

  /** From here on whole numbers have an exponent, too: their digits mean nothing any more. */
  private static final double MOST_WHOLE = 1e21;

  private NumberText() {}

  static String of(double number) {
    if (!Double.isFinite(number)) {
      return Double.isNaN(number) ? "NaN" : number > 0 ? "INF" : "-INF";
    }
    BigDecimal exact = new BigDecimal(number);
    if (number == Math.rint(number) && Math.abs(number) < MOST_WHOLE) {
      return exact.toPlainString();
    }
    BigDecimal rounded = exact.round(SIX).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= LEAST_PLAIN && exponent <= MOST_PLAIN) {
      return rounded.toPlainString();
    }
    return rounded.scaleByPowerOfTen(-exponent).toPlainString()
        + String.format(Locale.ROOT, "e%+03d", exponent);
  }
}
