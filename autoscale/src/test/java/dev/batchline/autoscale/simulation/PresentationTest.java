package dev.batchline.autoscale.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.autoscale.AutoscaleSettings;
import dev.batchline.autoscale.EvaluationOptions;
import dev.batchline.autoscale.Formula;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PresentationTest {

  private static final SimulationResult RESULT = result();

  @Test
  void theTerminalShowsNodesWaitingTasksAndFigures() {
    String chart = TerminalChart.of(RESULT, 60);

    assertThat(chart.lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80))
        .anySatisfy(line -> assertThat(line).contains("nodes 2 ┤"))
        .anySatisfy(line -> assertThat(line).contains("waiting 6 ┤█"))
        .anySatisfy(line -> assertThat(line).contains("tasks  6 arrived, 6 succeeded"))
        .anySatisfy(line -> assertThat(line).contains("finished  after 34 min"))
        .anySatisfy(line -> assertThat(line).contains("evaluations  13, of which 1 failed"));
    assertThat(chart.lines().limit(18)).allSatisfy(line -> assertThat(line).hasSize(60));
  }

  @Test
  void theTerminalShowsWaitingIdleCoresAndCostOverTime() {
    assertThat(TerminalChart.of(RESULT, 100).lines())
        .anySatisfy(line -> assertThat(line).contains("wait 24 min ┤"))
        .anySatisfy(line -> assertThat(line).contains("idle core-h 3.47 ┤"))
        .anySatisfy(line -> assertThat(line).contains("cost 0.37 ┤"));
  }

  @Test
  void aNarrowTerminalGetsFewerColumns() {
    assertThat(TerminalChart.of(RESULT, 50).lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(50))
        .containsSequence(
            "          waiting  mean 16 min, median 16 min,",
            "                   95% within 25 min,",
            "                   longest 25 min");
    assertThat(TerminalChart.of(RESULT, 40).lines().limit(18))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(40));
  }

  @Test
  void theTableHasALineForEachPoint() {
    List<String> lines = PointTable.of(RESULT).lines().toList();

    assertThat(lines).hasSize(RESULT.points().size() + 1);
    assertThat(lines.get(0)).startsWith("seconds,targetNodes,dedicatedNodes");
    assertThat(lines.get(1)).isEqualTo("0,0,0,0,0,0,6,0,0,0.0000,0.0000");
    assertThat(lines.get(lines.size() - 1)).isEqualTo("3600,2,2,0,0,0,0,0,0,3.4667,0.3667");
  }

  @Test
  void thePageIsWellFormedAndNeedsNothingElse() throws Exception {
    String page = SimulationPage.of("cpu <autoscale>", RESULT);
    String xml =
        page.replace("<!doctype html>", "")
            .replace("<meta charset=\"utf-8\">", "")
            .replace("<meta name=\"viewport\" content=\"width=device-width\">", "")
            .replace("&nbsp;", " ");
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)));

    assertThat(document.getElementsByTagName("h1").item(0).getTextContent())
        .isEqualTo("cpu <autoscale>");
    assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(9);
    assertThat(page).contains("InsufficientSampleData: Line 1, Col 50").doesNotContain("http");
  }

  /** Two nodes after the second evaluation, at minute 5; the first one fails. */
  private static SimulationResult result() {
    Formula formula =
        Formula.parse("$TargetDedicatedNodes = 2; $ActiveTasks.GetSample(TimeInterval_Minute);");
    PoolModel pool =
        new PoolModel(new AutoscaleSettings(formula, Duration.ofMinutes(5)), 1, 10, 10);
    NodeModel nodes = new NodeModel(Duration.ofMinutes(2), 0, Duration.ZERO, 4, 0.2, 0.04);
    Arrival six = new Arrival(Duration.ZERO, 6, new TaskKind(Duration.ofMinutes(9), 0, 1));
    return Simulation.run(
        new Scenario(
            pool,
            nodes,
            List.of(six),
            Instant.parse("2026-01-05T08:00:00Z"),
            Duration.ofHours(1),
            EvaluationOptions.standard()));
  }
}
