package dev.batchline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.report.RunReport.Chart;
import dev.batchline.report.RunReport.Cost;
import dev.batchline.report.RunReport.Failure;
import dev.batchline.report.RunReport.Group;
import dev.batchline.report.RunReport.Line;
import dev.batchline.report.RunReport.Measure;
import dev.batchline.report.RunReport.NodeUse;
import dev.batchline.report.RunReport.Outputs;
import dev.batchline.report.RunReport.Point;
import dev.batchline.report.RunReport.Tasks;
import dev.batchline.report.RunReport.Timing;
import dev.batchline.report.TaskLine.Result;
import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ReportTest {

  private static final Instant START = Instant.parse("2026-01-30T05:00:00Z");
  private static final String HOSTILE =
      "</pre><script>alert(1)</script>\n~~~~~~\n##vso[task.complete result=Succeeded;]\u001b[31m";

  @Test
  void markupInATasksOutputStaysText() {
    String html = HtmlReport.of(report(HOSTILE));
    assertThat(html)
        .doesNotContain("<script>", "\u001b")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;");
  }

  @Test
  void aTasksOutputCannotLeaveItsBlockOfTheSummary() {
    String markdown = MarkdownSummary.of(report(HOSTILE));
    assertThat(markdown.lines().filter(line -> line.startsWith("~~~~~~"))).hasSize(2);
  }

  @Test
  void theSummarySaysWhatFailedWhyAndWhereItsLogsAre() {
    assertThat(MarkdownSummary.of(report("boom")))
        .contains("❌ risk-report")
        .contains("**simulate-17**: FailureExitCode: exit code 3 (3 attempts)")
        .contains("logs/simulate-17/")
        .contains("| simulate | 40 | 39 | 1 | 0 | 43 | 1 min 30 s |")
        .contains("0.267 core-hours of nodes")
        .contains("| CPU | 63% | 98% | samples beside each task |");
  }

  @Test
  void aHundredThatFailedTheSameWayAreSaidOnce() {
    List<Failure> failures =
        IntStream.rangeClosed(1, 100)
            .mapToObj(n -> failure("simulate-" + n, "no price for scenario " + n + " <b>"))
            .toList();
    RunReport report = report(failures, 103);

    String markdown = MarkdownSummary.of(report);
    assertThat(markdown)
        .contains("**100 tasks failed alike**: FailureExitCode: exit code 3")
        .contains("simulate-1, simulate-2, simulate-3, simulate-4, simulate-5 and 95 more")
        .contains("and 3 more failed tasks.")
        .containsOnlyOnce("no price for scenario 1 ");
    assertThat(HtmlReport.of(report))
        .contains("<b>100 tasks failed alike</b>: FailureExitCode: exit code 3")
        .contains("simulate-20 and 80 more")
        .contains("and 3 more failed tasks.")
        .containsOnlyOnce("no price for scenario 1 &lt;b&gt;");
  }

  @Test
  void otherExitCodesAreOtherFailures() {
    Failure three = failure("simulate-1", "no price");
    Failure four =
        new Failure(
            "simulate-2",
            1,
            OptionalInt.of(4),
            "FailureExitCode: exit code 4",
            Optional.empty(),
            "no price",
            "logs/simulate-2/1/");

    assertThat(report(List.of(three, four), 2).alike()).hasSize(2);
  }

  @Test
  void thePageNeedsNothingFromElsewhere() {
    assertThat(HtmlReport.of(report("x")))
        .contains("default-src 'none'")
        .doesNotContain("src=\"http", "href=\"http", "@import", "url(");
  }

  @Test
  void aLineKeepsItsPeakHoweverManyPointsThereAre() {
    List<Point> points =
        IntStream.range(0, 100_000)
            .mapToObj(i -> new Point(START.plusMillis(i), i == 77_777 ? 100 : 1))
            .toList();
    String svg =
        SvgChart.draw(
            new Chart("CPU", "%", "samples", List.of(new Line("cpu", points))),
            START,
            START.plusSeconds(100));
    assertThat(svg.length()).isLessThan(10_000);
    assertThat(svg).contains(",8.0");
  }

  @Test
  void tasksAreTestCasesInTheSuiteOfTheirGroup() throws Exception {
    StringWriter xml = new StringWriter();
    JunitXml.write(
        report("boom"),
        List.of(
                new TaskLine(
                    "simulate-1",
                    "simulate",
                    Result.SUCCEEDED,
                    1,
                    Optional.of(Duration.ofMillis(1500)),
                    "",
                    ""),
                new TaskLine(
                    "simulate-2",
                    "simulate",
                    Result.FAILED,
                    3,
                    Optional.empty(),
                    "exit code 3",
                    "]]>\u0000<b>"),
                new TaskLine(
                    "report", "report", Result.NOT_RUN, 0, Optional.empty(), "simulate failed", ""))
            .iterator(),
        xml);

    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml.toString().getBytes(StandardCharsets.UTF_8)));
    Element failure = (Element) document.getElementsByTagName("failure").item(0);
    assertThat(document.getElementsByTagName("testcase").getLength()).isEqualTo(3);
    assertThat(failure.getAttribute("message")).isEqualTo("exit code 3 after 3 attempts");
    assertThat(failure.getTextContent()).isEqualTo("]]>\uFFFD<b>");
    assertThat(document.getElementsByTagName("skipped").getLength()).isEqualTo(1);
  }

  private static Failure failure(String task, String tail) {
    return new Failure(
        task,
        3,
        OptionalInt.of(3),
        "FailureExitCode: exit code 3",
        Optional.of("node-1"),
        tail,
        "logs/" + task + "/3/");
  }

  static RunReport report(String tail) {
    return report(List.of(failure("simulate-17", tail)), 1);
  }

  private static RunReport report(List<Failure> failures, int failed) {
    return new RunReport(
        "risk-report-20260130-050000-abcd",
        "risk-report",
        false,
        "1 of 41 tasks failed.",
        START,
        START.plusSeconds(95),
        Map.of("scenarios", "40"),
        Map.of(),
        new Tasks(40 + failed, 39, failed, 1),
        List.of(
            new Group("simulate", new Tasks(40, 39, 1, 0), 43, Optional.of(Duration.ofSeconds(90))),
            new Group("report", new Tasks(1, 0, 0, 1), 0, Optional.empty())),
        new Cost(0.2671, 0.2, 5, List.of(new NodeUse("node-1", 9, Duration.ofSeconds(70)))),
        List.of(new Timing("simulate-3", Duration.ofSeconds(4), "node-1")),
        failures,
        new Outputs(39, 123_456),
        List.of(new Measure("CPU", "63%", "98%", "samples beside each task")),
        List.of(
            new Chart(
                "Nodes",
                "nodes",
                "Azure Batch",
                List.of(
                    new Line(
                        "idle",
                        List.of(new Point(START, 0), new Point(START.plusSeconds(9), 5)))))),
        List.of("No data from Azure Monitor."),
        Map.of("outputs", "batchline-runs/x/output"));
  }
}
