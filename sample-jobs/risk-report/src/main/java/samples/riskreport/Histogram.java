package samples.riskreport;

import java.util.Arrays;
import java.util.Locale;

/** A histogram of profits as SVG, with the values at risk marked; coloured by the page's CSS. */
final class Histogram {

  private static final int BARS = 80;
  private static final double WIDTH = 960;
  private static final double HEIGHT = 360;
  private static final double MARGIN = 40;

  private final double[] profits;
  private final RiskFigures figures;
  private final double low;
  private final double high;

  Histogram(double[] profits, RiskFigures figures) {
    this.profits = profits;
    this.figures = figures;
    double[] sorted = profits.clone();
    Arrays.sort(sorted);
    // The outermost thousandth on each side would squeeze the rest; it is in the outer bars.
    int cut = sorted.length / 1000;
    low = sorted[cut];
    double last = sorted[sorted.length - 1 - cut];
    high = last > low ? last : low + 1;
  }

  String svg() {
    int[] counts = new int[BARS];
    for (double profit : profits) {
      int bar = (int) ((profit - low) / (high - low) * BARS);
      counts[StrictMath.max(0, StrictMath.min(BARS - 1, bar))]++;
    }
    int most = Arrays.stream(counts).max().orElse(1);
    double border = -figures.levels().get(0).valueAtRisk().value();
    double width = (WIDTH - 2 * MARGIN) / BARS;
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"Distribution of profit and"
            + " loss\">",
        WIDTH,
        HEIGHT);
    for (int i = 0; i < BARS; i++) {
      double from = low + (high - low) * i / BARS;
      double height = (HEIGHT - 2 * MARGIN) * counts[i] / most;
      add(
          svg,
          "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"1.5\">"
              + "<title>%,.0f to %,.0f: %,d paths</title></rect>",
          from < border ? "tail" : "bar",
          MARGIN + i * width + 0.75,
          HEIGHT - MARGIN - height,
          width - 1.5,
          height,
          from,
          from + (high - low) / BARS,
          counts[i]);
    }
    add(
        svg,
        "<line class=\"axis\" x1=\"%.0f\" x2=\"%.0f\" y1=\"%.0f\" y2=\"%3$.0f\"/>",
        MARGIN,
        WIDTH - MARGIN,
        HEIGHT - MARGIN);
    for (int i = 0; i <= 4; i++) {
      double value = low + (high - low) * i / 4;
      add(
          svg,
          "<text class=\"tick\" x=\"%.1f\" y=\"%.0f\">%,.0f</text>",
          x(value),
          HEIGHT - MARGIN + 20,
          value);
    }
    double top = MARGIN;
    for (RiskFigures.Level level : figures.levels()) {
      double at = x(-level.valueAtRisk().value());
      add(
          svg,
          "<line class=\"mark\" x1=\"%.1f\" x2=\"%1$.1f\" y1=\"%.0f\" y2=\"%.0f\"/><text"
              + " class=\"label\" x=\"%.1f\" y=\"%.0f\">VaR %.0f%%</text>",
          at,
          top - 12,
          HEIGHT - MARGIN,
          at + 5,
          top,
          level.level() * 100);
      top += 22;
    }
    return svg.append("</svg>").toString();
  }

  private double x(double value) {
    double inside = StrictMath.max(low, StrictMath.min(high, value));
    return MARGIN + (WIDTH - 2 * MARGIN) * (inside - low) / (high - low);
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
