package dev.batchline.autoscale.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Lines over the time of a simulation, as SVG with both axes.
 *
 * @param name also for who can't see it
 * @param figure how a value is written at the axis
 */
record PageChart(String name, DoubleFunction<String> figure, List<Series> series) {

  private static final int WIDTH = 960;
  private static final int HEIGHT = 200;
  private static final int LEFT = 72;
  private static final int RIGHT = 24;
  private static final int TOP = 10;
  private static final int BOTTOM = 24;
  private static final int STRETCHES = 4;
  private static final double PLOT_WIDTH = WIDTH - LEFT - RIGHT;
  private static final double PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;

  /** A line of a chart. */
  record Series(String name, String colour, ToDoubleFunction<Point> value) {}

  String of(SimulationResult result) {
    double most =
        result.points().stream()
            .flatMapToDouble(
                point -> series.stream().mapToDouble(s -> s.value().applyAsDouble(point)))
            .max()
            .orElse(0);
    double top = most > 0 ? most : 1;
    String lines = series.stream().map(s -> line(result, s, top)).collect(Collectors.joining());
    return "<h2>%s</h2><figure><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s over time\">"
            .formatted(name, WIDTH, HEIGHT, name)
        + axes(top, result.summary().simulated())
        + lines
        + "</svg><figcaption>"
        + legend()
        + "</figcaption></figure>\n";
  }

  private String legend() {
    return series.stream()
        .map(s -> "<span style=\"color:" + s.colour() + "\">■</span> " + s.name())
        .collect(Collectors.joining(" &nbsp; "));
  }

  private String axes(double top, Duration simulated) {
    StringBuilder axes = new StringBuilder();
    for (double part : new double[] {0, 0.5, 1}) {
      double y = y(part);
      axes.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                  + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
              LEFT,
              WIDTH - RIGHT,
              y,
              y,
              LEFT - 8,
              y + 4,
              figure.apply(top * part)));
    }
    for (int stretch = 0; stretch <= STRETCHES; stretch++) {
      axes.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>",
              LEFT + PLOT_WIDTH * stretch / STRETCHES,
              HEIGHT - 6,
              stretch == STRETCHES ? "end" : stretch == 0 ? "start" : "middle",
              stretch == 0
                  ? "0"
                  : Spoken.of(simulated.multipliedBy(stretch).dividedBy(STRETCHES))));
    }
    return axes.toString();
  }

  private static double y(double part) {
    return TOP + PLOT_HEIGHT * (1 - part);
  }

  /** Steps, not slopes: a value holds until the next point. */
  private static String line(SimulationResult result, Series series, double top) {
    double whole = Math.max(1, result.summary().simulated().toMillis());
    StringBuilder corners = new StringBuilder();
    double before = 0;
    for (Point point : result.points()) {
      double x = LEFT + point.after().toMillis() / whole * PLOT_WIDTH;
      double y = y(series.value().applyAsDouble(point) / top);
      if (y != before && !corners.isEmpty()) {
        corners.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, before));
      }
      if (y != before || corners.isEmpty()) {
        corners.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
      }
      before = y;
    }
    corners.append(String.format(Locale.ROOT, "%d,%.1f", WIDTH - RIGHT, before));
    return "<polyline stroke=\"" + series.colour() + "\" points=\"" + corners + "\"/>";
  }
}
