package dev.batchline.report;

import dev.batchline.report.RunReport.Chart;
import dev.batchline.report.RunReport.Line;
import dev.batchline.report.RunReport.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Draws a chart as SVG that follows the page's colours.
 *
 * <p>A line has at most one point per pixel of its width, the largest of those that fall together,
 * so that a peak is never drawn away and a long run doesn't make a heavy page.
 */
final class SvgChart {

  private static final int WIDTH = 460;
  private static final int HEIGHT = 170;
  private static final int LEFT = 74;
  private static final int BOTTOM = 24;
  private static final int TOP = 8;
  private static final int RIGHT = 10;
  private static final List<String> COLOURS = List.of("--one", "--two", "--three", "--four");
  private static final int GRID_LINES = 4;

  private final Chart chart;
  private final Instant from;
  private final double seconds;
  private final double highest;

  private SvgChart(Chart chart, Instant from, Instant to) {
    this.chart = chart;
    this.from = from;
    this.seconds = Math.max(0.001, Duration.between(from, to).toMillis() / 1000.0);
    double largest =
        chart.lines().stream()
            .flatMap(line -> line.points().stream())
            .mapToDouble(Point::value)
            .max()
            .orElse(1);
    this.highest = chart.unit().startsWith("bytes") ? roundUpBytes(largest) : roundUp(largest);
  }

  /** A {@code figure} element; the time axis goes from the run's start to its end. */
  static String draw(Chart chart, Instant from, Instant to) {
    return new SvgChart(chart, from, to).figure();
  }

  private String figure() {
    StringBuilder svg = new StringBuilder();
    svg.append("<figure><figcaption>")
        .append(Escaping.html(chart.title()))
        .append(" <span>")
        .append(Escaping.html(chart.source()))
        .append("</span></figcaption><svg viewBox=\"0 0 ")
        .append(WIDTH)
        .append(' ')
        .append(HEIGHT)
        .append("\" role=\"img\" aria-label=\"")
        .append(Escaping.html(chart.title()))
        .append("\">");
    grid(svg);
    for (int i = 0; i < chart.lines().size(); i++) {
      line(chart.lines().get(i), colour(i), svg);
    }
    svg.append("</svg>");
    legend(svg);
    return svg.append("</figure>\n").toString();
  }

  private void grid(StringBuilder svg) {
    for (int i = 0; i <= GRID_LINES; i++) {
      double value = highest * i / GRID_LINES;
      double y = y(value);
      svg.append(
          format(
              "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"var(--line)\"/>",
              LEFT, WIDTH - RIGHT, y, y));
      svg.append(
          format("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">", LEFT - 6, y + 4)
              + Escaping.html(label(value))
              + "</text>");
    }
    svg.append(format("<text x=\"%d\" y=\"%d\">0</text>", LEFT, HEIGHT - 6));
    svg.append(
        format(
            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
            WIDTH - RIGHT,
            HEIGHT - 6,
            Wording.duration(Duration.ofMillis((long) (seconds * 1000)))));
  }

  private void line(Line line, String colour, StringBuilder svg) {
    if (line.points().isEmpty()) {
      return;
    }
    double[] peaks = new double[WIDTH - LEFT - RIGHT + 1];
    boolean[] seen = new boolean[peaks.length];
    for (Point point : line.points()) {
      int column = Math.max(0, Math.min(peaks.length - 1, (int) Math.round(x(point.at()) - LEFT)));
      peaks[column] = seen[column] ? Math.max(peaks[column], point.value()) : point.value();
      seen[column] = true;
    }
    StringBuilder path = new StringBuilder();
    for (int column = 0; column < peaks.length; column++) {
      if (seen[column]) {
        path.append(
            format("%s%d,%.1f", path.length() == 0 ? "" : " ", LEFT + column, y(peaks[column])));
      }
    }
    svg.append("<polyline fill=\"none\" stroke-width=\"1.6\" stroke-linejoin=\"round\" stroke=\"")
        .append(colour)
        .append("\" points=\"")
        .append(path)
        .append("\"/>");
  }

  private void legend(StringBuilder svg) {
    svg.append("<div class=\"legend\">");
    for (int i = 0; i < chart.lines().size(); i++) {
      svg.append("<span><i style=\"background:")
          .append(colour(i))
          .append("\"></i>")
          .append(Escaping.html(chart.lines().get(i).name()))
          .append("</span>");
    }
    svg.append("</div>");
  }

  private double x(Instant at) {
    double second = Duration.between(from, at).toMillis() / 1000.0;
    return LEFT + (WIDTH - LEFT - RIGHT) * second / seconds;
  }

  private double y(double value) {
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / highest);
  }

  private String label(double value) {
    if (chart.unit().equals("bytes")) {
      return Wording.bytes(value);
    }
    if (chart.unit().equals("bytes/s")) {
      return Wording.bytes(value) + "/s";
    }
    String number = value == Math.rint(value) ? format("%.0f", value) : format("%.1f", value);
    return chart.unit().equals("%") ? number + "%" : number;
  }

  private static String colour(int line) {
    return "var(" + COLOURS.get(line % COLOURS.size()) + ")";
  }

  /**
   * The next of 1, 2, 4, 5, 8, 10 times a power of ten, so that grid lines fall on round numbers.
   */
  private static double roundUp(double largest) {
    if (!(largest > 0)) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(largest)));
    for (double step : new double[] {1, 2, 4, 5, 8, 10}) {
      if (largest <= step * power) {
        return step * power;
      }
    }
    return 10 * power;
  }

  /** The same within KiB, MiB and so on. */
  private static double roundUpBytes(double largest) {
    double unit = 1;
    while (largest > unit * 1000) {
      unit *= 1024;
    }
    return roundUp(largest / unit) * unit;
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
