package dev.batchline.autoscale.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A simulation as text: nodes and waiting tasks over time, and the figures. */
public final class TerminalChart {

  private static final int ROWS = 6;
  private static final int LABEL = 14;
  private static final String BLOCKS = " ▁▂▃▄▅▆▇█";

  private TerminalChart() {}

  /**
   * @param columns of the terminal; at least 40 are used
   */
  public static String of(SimulationResult result, int columns) {
    int width = Math.max(40, columns) - LABEL - 2;
    StringBuilder text = new StringBuilder();
    chart(text, "nodes", buckets(result, width, Point::nodes));
    chart(text, "waiting", buckets(result, width, Point::activeTasks));
    axis(text, result.summary().simulated(), width);
    for (Spoken.Line line : Spoken.lines(result.summary())) {
      text.append(String.format(Locale.ROOT, "%" + LABEL + "s  %s%n", line.name(), line.figure()));
    }
    long failures =
        result.decisions().stream()
            .filter(decision -> decision.action() == Decision.Action.FAILED)
            .count();
    text.append(
        String.format(
            Locale.ROOT,
            "%" + LABEL + "s  %d, of which %d failed%n",
            "evaluations",
            result.decisions().size(),
            failures));
    return text.toString();
  }

  /** The greatest value in each of {@code width} equal stretches of time. */
  private static double[] buckets(
      SimulationResult result, int width, ToDoubleFunction<Point> value) {
    double[] buckets = new double[width];
    List<Point> points = result.points();
    double whole = Math.max(1, result.summary().simulated().toMillis());
    for (int index = 0; index < points.size(); index++) {
      Point point = points.get(index);
      Duration until = index + 1 < points.size() ? points.get(index + 1).after() : point.after();
      int from = bucket(point.after(), whole, width);
      int to = bucket(until, whole, width);
      for (int column = from; column <= to; column++) {
        buckets[column] = Math.max(buckets[column], value.applyAsDouble(point));
      }
    }
    return buckets;
  }

  private static int bucket(Duration after, double whole, int width) {
    return Math.min(width - 1, (int) (after.toMillis() / whole * width));
  }

  private static void chart(StringBuilder text, String name, double[] values) {
    double most = 1;
    for (double value : values) {
      most = Math.max(most, value);
    }
    for (int row = ROWS; row > 0; row--) {
      String label = row == ROWS ? name + " " + Math.round(most) : row == 1 ? "0" : "";
      text.append(String.format(Locale.ROOT, "%" + LABEL + "s ", label));
      text.append(row == ROWS || row == 1 ? '┤' : '│');
      for (double value : values) {
        text.append(BLOCKS.charAt(eighths(value / most * ROWS - (row - 1), value > 0 && row == 1)));
      }
      text.append('\n');
    }
  }

  /** How much of a row is filled; what is not nothing shows. */
  private static int eighths(double filled, boolean atLeastOne) {
    int eighths = (int) Math.round(Math.max(0, Math.min(1, filled)) * 8);
    return atLeastOne ? Math.max(1, eighths) : eighths;
  }

  private static void axis(StringBuilder text, Duration simulated, int width) {
    String middle = Spoken.of(simulated.dividedBy(2));
    String end = Spoken.of(simulated);
    int toMiddle = Math.max(1, width / 2 - middle.length() / 2 - 1);
    int toEnd = Math.max(1, width - 1 - toMiddle - middle.length() - end.length());
    text.append(" ".repeat(LABEL + 1)).append('└').append("─".repeat(width)).append('\n');
    text.append(" ".repeat(LABEL + 2))
        .append('0')
        .append(" ".repeat(toMiddle))
        .append(middle)
        .append(" ".repeat(toEnd))
        .append(end)
        .append("\n\n");
  }
}
