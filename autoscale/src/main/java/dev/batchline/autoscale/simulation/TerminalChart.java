package dev.batchline.autoscale.simulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/** A simulation as text: nodes, tasks, waiting, idle cores and cost over time, and the figures. */
public final class TerminalChart {

  private static final int ROWS = 5;
  private static final int FEWER_ROWS = 2;
  private static final int LABEL = 17;
  private static final String BLOCKS = " ▁▂▃▄▅▆▇█";

  private TerminalChart() {}

  /**
   * @param columns of the terminal; at least 40 are used
   */
  public static String of(SimulationResult result, int columns) {
    int width = Math.max(40, columns) - LABEL - 2;
    StringBuilder text = new StringBuilder();
    chart(text, "nodes", ROWS, Spoken::brief, buckets(result, width, Point::nodes));
    chart(text, "waiting", ROWS, Spoken::brief, buckets(result, width, Point::activeTasks));
    chart(
        text,
        "wait",
        FEWER_ROWS,
        seconds -> Spoken.of(Duration.ofSeconds((long) seconds)),
        buckets(result, width, point -> point.longestWait().toSeconds()));
    chart(
        text,
        "idle core-h",
        FEWER_ROWS,
        TerminalChart::rounded,
        buckets(result, width, Point::idleCoreHours));
    chart(text, "cost", FEWER_ROWS, TerminalChart::rounded, buckets(result, width, Point::cost));
    axis(text, result.summary().simulated(), width);
    for (Spoken.Line line : Spoken.lines(result.summary())) {
      text.append(
          String.format(
              Locale.ROOT, "%" + LABEL + "s  %s%n", line.name(), broken(line.figure(), width)));
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

  private static void chart(
      StringBuilder text, String name, int rows, DoubleFunction<String> figure, double[] values) {
    double most = Arrays.stream(values).max().orElse(0);
    double top = most > 0 ? most : 1;
    for (int row = rows; row > 0; row--) {
      String label = row == rows ? name + " " + figure.apply(most) : row == 1 ? "0" : "";
      text.append(String.format(Locale.ROOT, "%" + LABEL + "s ", label));
      text.append(row == rows || row == 1 ? '┤' : '│');
      for (double value : values) {
        text.append(BLOCKS.charAt(eighths(value / top * rows - (row - 1), value > 0 && row == 1)));
      }
      text.append('\n');
    }
  }

  private static String rounded(double number) {
    if (number >= 10_000) {
      return Spoken.of(Math.round(number / 1000)) + "k";
    }
    return number < 100 ? Spoken.brief(number) : Spoken.of(Math.round(number));
  }

  /** Goes on in the next line, under its beginning, where a list is too long. */
  private static String broken(String figures, int width) {
    StringBuilder text = new StringBuilder();
    int column = 0;
    for (String part : figures.split("(?<=, )", -1)) {
      if (column > 0 && column + part.stripTrailing().length() > width) {
        text.setLength(text.length() - 1);
        text.append('\n').append(" ".repeat(LABEL + 2));
        column = 0;
      }
      text.append(part);
      column += part.length();
    }
    return text.toString();
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
    int toEnd = width - 1 - toMiddle - middle.length() - end.length();
    String labels =
        toEnd > 0
            ? " ".repeat(toMiddle) + middle + " ".repeat(toEnd) + end
            : " ".repeat(Math.max(1, width - 1 - end.length())) + end;
    text.append(" ".repeat(LABEL + 1)).append('└').append("─".repeat(width)).append('\n');
    text.append(" ".repeat(LABEL + 2)).append('0').append(labels).append("\n\n");
  }
}
