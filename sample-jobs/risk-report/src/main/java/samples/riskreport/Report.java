package samples.riskreport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Writes the figures as {@code risk.json}, {@code risk.csv} and {@code index.html}. */
final class Report {

  private final Outcomes.Settings settings;
  private final double[] profits;
  private final RiskFigures figures;

  Report(Outcomes all) {
    settings = all.settings();
    profits = all.profits();
    figures = RiskFigures.of(profits);
  }

  void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("risk.json"), json());
    Files.writeString(directory.resolve("risk.csv"), csv());
    Files.writeString(directory.resolve("index.html"), html());
  }

  private String json() {
    StringBuilder json = new StringBuilder();
    json.append("{\n");
    json.append("  \"asOf\": \"" + settings.asOf() + "\",\n");
    json.append("  \"seed\": " + settings.seed() + ",\n");
    json.append("  \"horizonDays\": " + settings.horizonDays() + ",\n");
    json.append("  \"paths\": " + figures.paths() + ",\n");
    json.append("  \"portfolioValue\": " + settings.value() + ",\n");
    json.append("  \"meanProfit\": " + figures.mean() + ",\n");
    json.append("  \"standardDeviation\": " + figures.deviation() + ",\n");
    json.append("  \"levels\": [");
    String separator = "\n";
    for (RiskFigures.Level level : figures.levels()) {
      json.append(separator).append("    {\"level\": ").append(level.level());
      json.append(",\n     \"valueAtRisk\": ").append(json(level.valueAtRisk()));
      json.append(",\n     \"expectedShortfall\": ").append(json(level.expectedShortfall()));
      json.append("}");
      separator = ",\n";
    }
    return json.append("\n  ]\n}\n").toString();
  }

  private static String json(RiskFigures.Estimate estimate) {
    return "{\"value\": "
        + estimate.value()
        + ", \"confidence95\": ["
        + estimate.low()
        + ", "
        + estimate.high()
        + "]}";
  }

  private String csv() {
    StringBuilder csv = new StringBuilder("measure,level,value,low95,high95\n");
    for (RiskFigures.Level level : figures.levels()) {
      csv.append(csv("valueAtRisk", level.level(), level.valueAtRisk()));
      csv.append(csv("expectedShortfall", level.level(), level.expectedShortfall()));
    }
    return csv.toString();
  }

  private static String csv(String measure, double level, RiskFigures.Estimate estimate) {
    return String.join(
        ",",
        measure,
        level + "",
        estimate.value() + "",
        estimate.low() + "",
        estimate.high() + "\n");
  }

  private String html() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (RiskFigures.Level level : figures.levels()) {
      String percent = StrictMath.round(level.level() * 100) + "%";
      rows.append(row("Value at risk", percent, level.valueAtRisk()));
      rows.append(row("Expected shortfall", percent, level.expectedShortfall()));
    }
    try (InputStream page = Report.class.getResourceAsStream("report.html")) {
      return new String(page.readAllBytes(), StandardCharsets.UTF_8)
          .replace("@asOf@", settings.asOf())
          .replace("@days@", number("%.0f", settings.horizonDays()))
          .replace("@paths@", number("%,d", figures.paths()))
          .replace("@seed@", String.valueOf(settings.seed()))
          .replace("@value@", number("%,.0f", settings.value()))
          .replace("@mean@", number("%,.0f", figures.mean()))
          .replace("@deviation@", number("%,.0f", figures.deviation()))
          .replace("@rows@", rows)
          .replace("@chart@", new Histogram(profits, figures).svg());
    }
  }

  private static String row(String measure, String level, RiskFigures.Estimate estimate) {
    return number(
        "<tr><td>%s</td><td>%s</td><td>%,.0f</td><td>%,.0f to %,.0f</td></tr>%n",
        measure, level, estimate.value(), estimate.low(), estimate.high());
  }

  private static String number(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
