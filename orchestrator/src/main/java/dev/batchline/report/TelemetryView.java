package dev.batchline.report;

import dev.batchline.report.RunReport.Chart;
import dev.batchline.report.RunReport.Line;
import dev.batchline.report.RunReport.Measure;
import dev.batchline.report.RunReport.Point;
import dev.batchline.telemetry.Telemetry;
import dev.batchline.telemetry.Telemetry.Series;
import dev.batchline.telemetry.Telemetry.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Telemetry as the charts and the table of a report. */
public final class TelemetryView {

  private static final int LINES = 4;
  private static final int MEASURES = 16;

  private record Key(String source, String metric, String unit) {}

  private TelemetryView() {}

  /** A line for each metric, about what it was measured on first: all nodes, or the account. */
  static List<Measure> measures(Telemetry telemetry) {
    Map<Key, Summary> first = new LinkedHashMap<>();
    for (Summary summary : telemetry.summaries()) {
      first.putIfAbsent(new Key(summary.source(), summary.metric(), summary.unit()), summary);
    }
    return first.values().stream().limit(MEASURES).map(TelemetryView::measure).toList();
  }

  /** A line for each metric and what it was measured on. */
  public static List<Measure> allMeasures(Telemetry telemetry) {
    return telemetry.summaries().stream().map(TelemetryView::measure).toList();
  }

  /** A chart for each metric, with a line for each of the first few it was measured on. */
  static List<Chart> charts(Telemetry telemetry) {
    Map<Key, List<Series>> byMetric = new LinkedHashMap<>();
    for (Series series : telemetry.series()) {
      if (series.points().size() > 1 && !series.aggregation().equals("Maximum")) {
        byMetric
            .computeIfAbsent(
                new Key(series.source(), series.metric(), series.unit()), key -> new ArrayList<>())
            .add(series);
      }
    }
    return byMetric.entrySet().stream()
        .filter(entry -> isWorthAChart(entry.getValue()))
        .map(entry -> chart(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** A metric that is 0 all the time says that in the table. */
  private static boolean isWorthAChart(List<Series> all) {
    return all.stream()
        .flatMap(series -> series.points().stream())
        .anyMatch(point -> point.value() != 0);
  }

  private static Chart chart(Key key, List<Series> all) {
    return new Chart(
        key.metric(),
        unit(key.unit()),
        key.source(),
        all.stream().limit(LINES).map(TelemetryView::line).toList());
  }

  private static Line line(Series series) {
    return new Line(
        shortened(series.subject()),
        series.points().stream().map(point -> new Point(point.time(), point.value())).toList());
  }

  private static Measure measure(Summary summary) {
    return new Measure(
        summary.metric(),
        value(summary.average(), summary.unit()),
        value(summary.maximum(), summary.unit()),
        summary.source() + ", " + shortened(summary.subject()));
  }

  private static String value(double value, String unit) {
    return switch (unit) {
      case "percent" -> String.format(Locale.ROOT, "%.0f%%", value);
      case "bytes" -> Wording.bytes(value);
      case "bytes per second" -> Wording.bytes(value) + "/s";
      default -> String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.1f", value);
    };
  }

  private static String unit(String unit) {
    return switch (unit) {
      case "percent" -> "%";
      case "bytes per second" -> "bytes/s";
      default -> unit;
    };
  }

  /** Ids of nodes have 71 characters, of which the first tell them apart. */
  private static String shortened(String subject) {
    return subject.length() <= 32 ? subject : subject.substring(0, 18) + "…";
  }
}
