package dev.batchline.report;

import dev.batchline.telemetry.Telemetry;
import dev.batchline.telemetry.TelemetryJson;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/** The report of a run as files: page, summary, test results, telemetry. */
public final class ReportFiles {

  public static final String PAGE = "index.html";
  public static final String SUMMARY = "summary.md";
  public static final String TESTS = "junit.xml";

  private ReportFiles() {}

  /**
   * Writes them, over those of an earlier try.
   *
   * @param directory made when missing
   * @return the files, for storing
   */
  public static List<Path> write(
      RunReport report, RunView view, Telemetry telemetry, Path directory) throws IOException {
    Files.createDirectories(directory);
    Path page = directory.resolve(PAGE);
    Path summary = directory.resolve(SUMMARY);
    Path tests = directory.resolve(TESTS);
    Files.writeString(page, HtmlReport.of(report));
    Files.writeString(summary, MarkdownSummary.of(report));
    try (Writer writer = Files.newBufferedWriter(tests, StandardCharsets.UTF_8)) {
      JunitXml.write(report, view.lines(), writer);
    } catch (XMLStreamException broken) {
      throw new IOException("junit.xml can't be written", broken);
    }
    Path measured = directory.resolve(TelemetryJson.FILE);
    Files.write(measured, TelemetryJson.bytes(telemetry));
    return List.of(page, summary, tests, measured);
  }
}
