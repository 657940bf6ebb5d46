package dev.batchline.cli.console;

import dev.batchline.report.RunReport.Measure;
import dev.batchline.report.TelemetryView;
import dev.batchline.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Telemetry for people and for spreadsheets. */
public final class TelemetryText {

  private TelemetryText() {}

  /** A line for each metric, and what could not be measured. */
  public static String table(Telemetry telemetry) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("measured", "average", "maximum", "by"));
    for (Measure measure : TelemetryView.allMeasures(telemetry)) {
      rows.add(
          List.of(
              ForeignText.line(measure.name()),
              measure.average(),
              measure.maximum(),
              ForeignText.line(measure.source())));
    }
    List<String> lines = new ArrayList<>();
    if (rows.size() == 1) {
      lines.add("Nothing was measured (yet).");
    } else {
      int[] widths = new int[3];
      rows.forEach(row -> widen(widths, row));
      rows.forEach(row -> lines.add(line(widths, row)));
    }
    telemetry.notices().forEach(notice -> lines.add("  " + ForeignText.line(notice)));
    return String.join("\n", lines);
  }

  private static void widen(int[] widths, List<String> row) {
    for (int column = 0; column < widths.length; column++) {
      widths[column] = Math.max(widths[column], row.get(column).length());
    }
  }

  private static String line(int[] widths, List<String> row) {
    return row.get(0)
        + " ".repeat(widths[0] - row.get(0).length())
        + "  "
        + " ".repeat(widths[1] - row.get(1).length())
        + row.get(1)
        + "  "
        + " ".repeat(widths[2] - row.get(2).length())
        + row.get(2)
        + "  "
        + row.get(3);
  }

  /** A line for each value there is, after one with the names of the columns. */
  public static void csv(Telemetry telemetry, Consumer<String> out) {
    out.accept("time,metric,unit,aggregation,subject,source,value");
    for (Telemetry.Series series : telemetry.series()) {
      String what =
          cells(
              series.metric(),
              series.unit(),
              series.aggregation(),
              series.subject(),
              series.source());
      series.points().forEach(point -> out.accept(point.time() + "," + what + "," + point.value()));
    }
  }

  private static String cells(String... values) {
    return List.of(values).stream().map(TelemetryText::cell).collect(Collectors.joining(","));
  }

  /** A spreadsheet takes what begins so for a formula. */
  private static String cell(String value) {
    String safe = value.matches("^[=+@-].*") ? "'" + value : value;
    return safe.matches(".*[,\"\\r\\n].*") ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
  }
}
