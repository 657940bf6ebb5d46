package dev.batchline.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.batchline.autoscale.Conditions;
import dev.batchline.autoscale.Evaluation;
import dev.batchline.autoscale.Formula;
import dev.batchline.autoscale.Metric;
import dev.batchline.autoscale.NodeDeallocationOption;
import dev.batchline.autoscale.PoolSize;
import dev.batchline.autoscale.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Fills in the shipped templates and runs their formulas through the hours of a pool. */
class ShippedPoolTemplatesTest {

  private static final Instant CREATED = Instant.parse("2026-01-30T06:00:00Z");
  private static final Duration PERIOD = Duration.ofSeconds(30);

  @TempDir Path temporary;

  @TestFactory
  Stream<DynamicTest> everyTemplateCanBeUsedWithoutParametersAndIsDocumented() throws IOException {
    String documentation = Files.readString(Path.of("..", "docs", "pool-templates.md"));
    List<String> names;
    try (Stream<Path> files = Files.list(JobDirectory.shippedTemplates())) {
      names = files.map(file -> file.getFileName().toString().replace(".json", "")).toList();
    }
    return names.stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      PoolSpec pool = pool(name, "{}", "1..4");
                      assertThat(pool.vmSize()).startsWith("Standard_");
                      assertThat(pool.taskSlotsPerNode())
                          .isEqualTo(VmSizes.cores(pool.vmSize()).orElseThrow());
                      assertThat(documentation).contains("| `" + name + "` |");
                    }));
  }

  @Test
  void nodesForTheFirstTasksAreStartedBeforeAnyIsSeen() {
    Formula formula = formula("cpu-autoscale", "{ maxNodes: 20 }", "1..40");

    assertThat(dedicated(formula, CREATED, Samples.none())).isEqualTo(10);
  }

  @Test
  void neverMoreNodesAreAskedForThanAllowed() {
    Formula formula = formula("cpu-autoscale", "{ maxNodes: 3 }", "1..1000");

    assertThat(dedicated(formula, CREATED, Samples.none())).isEqualTo(3);
    assertThat(dedicated(formula, at(10), pending(10, 1000))).isEqualTo(3);
  }

  @Test
  void aNodeIsAskedForEachSlotfulOfTasks() {
    Formula formula = formula("cpu-autoscale", "{}", "1..4");

    assertThat(dedicated(formula, at(10), pending(10, 1))).isEqualTo(1);
    assertThat(dedicated(formula, at(10), pending(10, 4))).isEqualTo(1);
    assertThat(dedicated(formula, at(10), pending(10, 5))).isEqualTo(2);
    assertThat(dedicated(formula, at(10), pending(10, 41))).isEqualTo(11);
  }

  @Test
  void tasksThatTakeMoreSlotsGetMoreNodes() {
    Formula given = formula("cpu-autoscale", "{ slotsPerTask: 2 }", "1..4");
    Formula filledIn = formula("cpu-autoscale", "{}", "1..4 }, slots: 2, environment: {");

    assertThat(dedicated(given, at(10), pending(10, 8))).isEqualTo(4);
    assertThat(dedicated(filledIn, at(10), pending(10, 8))).isEqualTo(4);
  }

  @Test
  void aPoolWhoseWorkIsDoneFallsToNoNodes() {
    Formula formula = formula("cpu-autoscale", "{}", "1..40");
    Samples doneAfterAMinute = pending(1, 40);
    for (Instant time = at(2); !time.isAfter(at(5)); time = time.plus(PERIOD)) {
      doneAfterAMinute = doneAfterAMinute.with(time, tasks(0));
    }

    assertThat(dedicated(formula, at(5), doneAfterAMinute)).isZero();
  }

  @Test
  void aPoolThatWaitsForItsFirstTasksKeepsTheirNodesForOneIntervalOnly() {
    Formula formula = formula("cpu-autoscale", "{}", "1..40");

    assertThat(dedicated(formula, at(5), pending(5, 0))).isEqualTo(10);
    assertThat(dedicated(formula, at(10), pending(10, 0))).isZero();
  }

  @Test
  void aShortGapBetweenTwoStagesKeepsTheNodes() {
    Formula formula = formula("cpu-autoscale", "{}", "1..4");
    Samples busyUntilAMinuteAgo =
        pending(9, 8).with(at(9).plus(PERIOD), tasks(0)).with(at(10), tasks(0));

    assertThat(dedicated(formula, at(10), busyUntilAMinuteAgo)).isEqualTo(2);
    assertThat(dedicated(formula, at(15), busyUntilAMinuteAgo)).isZero();
  }

  @Test
  void samplesThatAreMissingDoNotStopTheScaling() {
    Formula formula = formula("cpu-autoscale", "{}", "1..4");
    Samples oldOnly = pending(2, 8);

    assertThat(dedicated(formula, at(10), oldOnly)).isEqualTo(2);
  }

  @Test
  void nodesFinishTheirTasksBeforeTheyGo() {
    for (String template : new String[] {"cpu-autoscale", "cpu-spot-autoscale", "cpu-large"}) {
      Evaluation evaluation = run(formula(template, "{}", "1..4"), at(10), pending(10, 1));

      assertThat(evaluation.targets().deallocationOption())
          .isEqualTo(NodeDeallocationOption.TASK_COMPLETION);
    }
  }

  @Test
  void spotNodesAreReplacedByDedicatedOnesOnlyAsFarAsAllowed() {
    Samples preempted = pending(10, 40).with(at(10), Map.of(Metric.PREEMPTED_NODE_COUNT, 6.0));

    Evaluation none = run(formula("cpu-spot-autoscale", "{}", "1..4"), at(10), preempted);
    Evaluation some =
        run(formula("cpu-spot-autoscale", "{ maxDedicatedNodes: 4 }", "1..4"), at(10), preempted);

    assertThat(none.targets().lowPriorityNodes()).isEqualTo(10);
    assertThat(none.targets().dedicatedNodes()).isZero();
    assertThat(some.targets().dedicatedNodes()).isEqualTo(4);
  }

  private int dedicated(Formula formula, Instant now, Samples samples) {
    Evaluation evaluation = run(formula, now, samples);
    assertThat(evaluation.targets().lowPriorityNodes()).isZero();
    return evaluation.targets().dedicatedNodes();
  }

  private static Evaluation run(Formula formula, Instant now, Samples samples) {
    Evaluation evaluation =
        formula.evaluate(
            Conditions.at(now).withPool(new PoolSize(0, 0, 0, 0, 4)).withSamples(samples));
    assertThat(evaluation.error()).isEmpty();
    return evaluation;
  }

  private static Instant at(int minute) {
    return CREATED.plus(Duration.ofMinutes(minute));
  }

  /** That many tasks in every sample since the pool was created. */
  private static Samples pending(int minutes, int count) {
    Samples samples = Samples.none();
    for (Instant time = CREATED; !time.isAfter(at(minutes)); time = time.plus(PERIOD)) {
      samples = samples.with(time, tasks(count));
    }
    return samples;
  }

  private static Map<Metric, Double> tasks(int count) {
    return Map.of(Metric.PENDING_TASKS, (double) count);
  }

  private Formula formula(String template, String parameters, String range) {
    try {
      JsonNode pool =
          JsonMapper.builder().build().readTree(pool(template, parameters, range).json());
      return Formula.parse(pool.get("autoScaleFormula").asText());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private PoolSpec pool(String template, String parameters, String range) {
    return JobDirectory.in(temporary)
        .read(
            """
            name: job
            pool: { template: %s, parameters: %s }
            tasks: [{ name: a, forEach: { i: %s }, command: x }]
            """
                .formatted(template, parameters, range))
        .pool();
  }
}
