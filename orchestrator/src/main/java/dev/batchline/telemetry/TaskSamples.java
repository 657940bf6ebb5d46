package dev.batchline.telemetry;

import dev.batchline.telemetry.Telemetry.Point;
import dev.batchline.telemetry.Telemetry.Series;
import dev.batchline.telemetry.Telemetry.Summary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Puts the samples that were taken beside each task together into series, one per node.
 *
 * <p>All tasks of a node read the same counters, so their samples mix freely. Of each interval of
 * time only a node's first and last sample are kept: what it holds grows with the number of nodes
 * and not of tasks.
 */
public final class TaskSamples {

  public static final String SOURCE = "samples beside each task";
  static final String ALL_NODES = "average of all nodes";

  private static final int INTERVALS = 300;
  private static final double SHORTEST_INTERVAL = 5;
  private static final int NODES_WITH_SERIES = 20;
  private static final int NODES_WITH_SUMMARY = 200;

  private record Interval(Sample first, Sample last) {
    Interval with(Sample sample) {
      return new Interval(
          sample.time() < first.time() ? sample : first,
          sample.time() > last.time() ? sample : last);
    }
  }

  private record History(String node, List<Interval> intervals) {

    /** By ascending time. */
    List<Sample> samples() {
      List<Sample> samples = new ArrayList<>();
      for (Interval interval : intervals) {
        samples.add(interval.first());
        if (interval.last().time() > interval.first().time()) {
          samples.add(interval.last());
        }
      }
      return samples;
    }
  }

  /** Average over time, maximum, and how many values there were. */
  private static final class Sums {
    private double weighted;
    private double weights;
    private double maximum = Double.NEGATIVE_INFINITY;
    private long values;

    void add(double value, double weight) {
      weighted += value * weight;
      weights += weight;
      maximum = Math.max(maximum, value);
      values++;
    }

    Summary summary(String subject, NodeMetric metric) {
      return new Summary(
          SOURCE, subject, metric.label(), metric.unit(), weighted / weights, maximum, values);
    }
  }

  private final double from;
  private final double width;
  private final Map<String, TreeMap<Long, Interval>> nodes = new HashMap<>();
  private long lines;
  private long unreadable;

  /**
   * @param from when the run began
   * @param to when it ended
   */
  public TaskSamples(Instant from, Instant to) {
    this.from = seconds(from);
    this.width =
        Math.max(SHORTEST_INTERVAL, Duration.between(from, to).toMillis() / 1000.0 / INTERVALS);
  }

  /**
   * Adds one {@code telemetry.ndjson}; closes it.
   *
   * @throws IOException if it can't be read to its end; what was read before counts
   */
  public void add(InputStream file) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      String line = reader.readLine();
      while (line != null) {
        lines++;
        Sample.parse(line).ifPresentOrElse(this::add, () -> unreadable++);
        line = reader.readLine();
      }
    }
  }

  private void add(Sample sample) {
    long number = (long) Math.floor((sample.time() - from) / width);
    nodes
        .computeIfAbsent(sample.node(), node -> new TreeMap<>())
        .merge(number, new Interval(sample, sample), (known, added) -> known.with(added.first()));
  }

  /** Everything measured, with the busiest nodes first. */
  public Parts parts() {
    Parts parts = new Parts();
    if (lines == 0) {
      parts.notice(SOURCE + ": no data");
      return parts;
    }
    if (unreadable > 0) {
      parts.notice(SOURCE + ": " + unreadable + " of " + lines + " lines are cut off");
    }
    List<History> busiest =
        nodes.entrySet().stream()
            .map(node -> new History(node.getKey(), List.copyOf(node.getValue().values())))
            .sorted(
                Comparator.comparing((History history) -> -history.intervals().size())
                    .thenComparing(History::node))
            .toList();
    if (busiest.size() > NODES_WITH_SERIES) {
      parts.notice(
          SOURCE
              + ": series of "
              + NODES_WITH_SERIES
              + " of "
              + busiest.size()
              + " nodes are kept");
    }
    for (NodeMetric metric : NodeMetric.values()) {
      measure(metric, busiest, parts);
    }
    return parts;
  }

  private void measure(NodeMetric metric, List<History> busiest, Parts parts) {
    Sums all = new Sums();
    Map<Long, Sums> allByInterval = new TreeMap<>();
    List<Series> series = new ArrayList<>();
    List<Summary> summaries = new ArrayList<>();
    for (History history : busiest) {
      Sums sums = new Sums();
      List<Point> points = measureNode(metric, history, List.of(sums, all), allByInterval);
      if (sums.values > 0 && summaries.size() < NODES_WITH_SUMMARY) {
        summaries.add(sums.summary(history.node(), metric));
      }
      if (sums.values > 0 && series.size() < NODES_WITH_SERIES) {
        series.add(series(history.node(), metric, points));
      }
    }
    if (all.values == 0) {
      parts.notice(SOURCE + ": no data for " + metric.label());
      return;
    }
    List<Point> average = new ArrayList<>();
    allByInterval.forEach(
        (number, sums) ->
            average.add(
                new Point(instant(from + (number + 1) * width), sums.weighted / sums.weights)));
    parts.add(series(ALL_NODES, metric, average));
    series.forEach(parts::add);
    parts.add(all.summary(ALL_NODES, metric));
    summaries.forEach(parts::add);
  }

  private List<Point> measureNode(
      NodeMetric metric, History history, List<Sums> sums, Map<Long, Sums> byInterval) {
    List<Point> points = new ArrayList<>();
    List<Sample> samples = history.samples();
    Sample earlier = samples.get(0);
    for (Sample sample : samples.subList(1, samples.size())) {
      OptionalDouble value = sample.since(earlier, metric);
      if (value.isPresent()) {
        double seconds = sample.time() - earlier.time();
        sums.forEach(sum -> sum.add(value.getAsDouble(), seconds));
        long number = (long) Math.floor((sample.time() - from) / width);
        byInterval.computeIfAbsent(number, any -> new Sums()).add(value.getAsDouble(), seconds);
        points.add(new Point(instant(sample.time()), value.getAsDouble()));
        earlier = sample;
      } else if (sample.cpuTotal() < earlier.cpuTotal()) {
        earlier = sample;
      }
    }
    return points;
  }

  private static Series series(String subject, NodeMetric metric, List<Point> points) {
    return new Series(SOURCE, subject, metric.label(), metric.unit(), "Average", points);
  }

  private static double seconds(Instant time) {
    return time.toEpochMilli() / 1000.0;
  }

  private static Instant instant(double seconds) {
    return Instant.ofEpochMilli(Math.round(seconds * 1000));
  }
}
