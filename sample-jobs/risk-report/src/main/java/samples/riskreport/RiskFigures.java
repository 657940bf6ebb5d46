package samples.riskreport;

import java.util.Arrays;
import java.util.List;

/**
 * Value at risk and expected shortfall of a distribution, with 95% confidence intervals.
 *
 * <p>Losses are positive. With n losses in rising order, the value at risk at a level a is the loss
 * of rank ⌈n·a⌉, and the expected shortfall the mean of the worst n·(1-a), the loss at the border
 * counted with the part of it that is needed. The interval of the first is that of order statistics
 * (ranks n·a ± 1.96·√(n·a·(1-a))), free of any assumption about the distribution; that of the
 * second is the normal one, with the variance of Manistre and Hancock (2005).
 */
record RiskFigures(int paths, double mean, double deviation, List<Level> levels) {

  private static final double Z = 1.959963984540054;

  /** An estimate between the ends of its confidence interval. */
  record Estimate(double value, double low, double high) {}

  record Level(double level, Estimate valueAtRisk, Estimate expectedShortfall) {}

  static RiskFigures of(double[] profits) {
    double[] losses = Arrays.stream(profits).map(profit -> -profit).sorted().toArray();
    int n = losses.length;
    double mean = sum(losses, 0) / n;
    double squares = 0;
    for (double loss : losses) {
      squares += (loss - mean) * (loss - mean);
    }
    double deviation = StrictMath.sqrt(squares / StrictMath.max(1, n - 1));
    List<Level> levels = List.of(level(losses, 0.95), level(losses, 0.99));
    return new RiskFigures(n, -mean, deviation, levels);
  }

  private static Level level(double[] losses, double level) {
    int n = losses.length;
    double rank = n * level;
    double spread = Z * StrictMath.sqrt(rank * (1 - level));
    double valueAtRisk = losses[index(rank, n)];
    Estimate value =
        new Estimate(
            valueAtRisk, losses[index(rank - spread, n)], losses[index(rank + spread + 1, n)]);

    double worst = n * (1 - level);
    int whole = (int) worst;
    double border = whole < n ? (worst - whole) * losses[n - whole - 1] : 0;
    double shortfall = (sum(losses, n - whole) + border) / worst;
    double variance = 0;
    for (int i = n - whole; i < n; i++) {
      variance += (losses[i] - shortfall) * (losses[i] - shortfall);
    }
    double beyond = shortfall - valueAtRisk;
    double error =
        StrictMath.sqrt(
            (variance / StrictMath.max(1, whole - 1) + level * beyond * beyond) / worst);
    Estimate expected = new Estimate(shortfall, shortfall - Z * error, shortfall + Z * error);
    return new Level(level, value, expected);
  }

  private static int index(double rank, int n) {
    // A rank such as 1000000 · 0.95 must not be lifted by the last bit of the product.
    int rounded = (int) StrictMath.ceil(rank - 1e-9 * n);
    return StrictMath.max(0, StrictMath.min(n - 1, rounded - 1));
  }

  private static double sum(double[] values, int from) {
    double sum = 0;
    for (int i = from; i < values.length; i++) {
      sum += values[i];
    }
    return sum;
  }
}
