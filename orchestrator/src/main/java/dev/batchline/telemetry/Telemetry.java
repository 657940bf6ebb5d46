package dev.batchline.telemetry;

import java.time.Instant;
import java.util.List;

/**
 * What was measured while a run went on, and by whom; {@code report/telemetry.json} as it is.
 *
 * <p>Its size doesn't grow with the number of tasks. What nobody measured is missing and named in a
 * notice; it never appears as zero.
 *
 * @param from when the run began
 * @param to when it ended, or now
 * @param notices one line each: what could not be read, has no data, or was left out
 */
public record Telemetry(
    Instant from, Instant to, List<Series> series, List<Summary> summaries, List<String> notices) {

  public Telemetry {
    series = List.copyOf(series);
    summaries = List.copyOf(summaries);
    notices = List.copyOf(notices);
  }

  /**
   * Values over time.
   *
   * @param source who measured it, such as {@code samples beside each task}
   * @param subject what it is about: a node's id, {@code average of all nodes}, the account
   * @param aggregation how each value sums up its interval, such as {@code Average}
   * @param points by ascending time
   */
  public record Series(
      String source,
      String subject,
      String metric,
      String unit,
      String aggregation,
      List<Point> points) {

    public Series {
      points = List.copyOf(points);
    }
  }

  /** One value at one moment. */
  public record Point(Instant time, double value) {}

  /**
   * A series in one line.
   *
   * @param average over time
   * @param values how many it sums up
   */
  public record Summary(
      String source,
      String subject,
      String metric,
      String unit,
      double average,
      double maximum,
      long values) {}
}
