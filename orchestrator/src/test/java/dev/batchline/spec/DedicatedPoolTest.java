package dev.batchline.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.batchline.autoscale.Conditions;
import dev.batchline.autoscale.Evaluation;
import dev.batchline.autoscale.Formula;
import dev.batchline.autoscale.Metric;
import dev.batchline.autoscale.PoolSize;
import dev.batchline.autoscale.Samples;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DedicatedPoolTest {

  private static final Instant CREATED = Instant.parse("2026-11-21T06:00:00Z");

  @TempDir Path temporary;

  @Test
  void whatAFormulaWantsAsSpotNodesIsDedicatedInTheEnd() throws JsonProcessingException {
    JsonNode pool = dedicated("{ template: cpu-spot-autoscale, parameters: { maxNodes: 7 } }");

    Evaluation busy = evaluate(pool, 100);
    assertThat(busy.targets().dedicatedNodes()).isEqualTo(7);
    assertThat(busy.targets().lowPriorityNodes()).isZero();
    assertThat(evaluate(pool, 0).targets().dedicatedNodes()).isZero();
  }

  @Test
  void itStartsWithOneNodeThoughTheRunHasManyTasks() throws JsonProcessingException {
    JsonNode pool = dedicated("{ template: cpu-spot-autoscale }");

    assertThat(evaluate(pool, Samples.none(), CREATED).targets().dedicatedNodes()).isEqualTo(1);
  }

  @Test
  void aPoolOfFixedSizeFollowsTheWork() throws JsonProcessingException {
    JsonNode pool = dedicated("{ template: pools/spot.json }");

    assertThat(pool.has("targetLowPriorityNodes")).isFalse();
    assertThat(evaluate(pool, 100).targets().dedicatedNodes()).isEqualTo(3);
    assertThat(evaluate(pool, 5).targets().dedicatedNodes()).isEqualTo(2);
    assertThat(evaluate(pool, 0).targets().dedicatedNodes()).isZero();
  }

  private static Evaluation evaluate(JsonNode pool, int pending) {
    Samples samples = Samples.none();
    Instant now = CREATED.plus(Duration.ofMinutes(10));
    for (Instant time = CREATED; !time.isAfter(now); time = time.plusSeconds(30)) {
      samples = samples.with(time, Map.of(Metric.PENDING_TASKS, (double) pending));
    }
    return evaluate(pool, samples, now);
  }

  private static Evaluation evaluate(JsonNode pool, Samples samples, Instant now) {
    Evaluation evaluation =
        Formula.parse(pool.path("autoScaleFormula").asText())
            .evaluate(
                Conditions.at(now).withPool(new PoolSize(0, 0, 0, 0, 4)).withSamples(samples));
    assertThat(evaluation.error()).isEmpty();
    return evaluation;
  }

  private JsonNode dedicated(String pool) throws JsonProcessingException {
    JobDirectory directory = JobDirectory.in(temporary);
    directory.write(
        "pools/spot.json",
        """
        { "pool": { "vmSize": "Standard_D4s_v5", "taskSlotsPerNode": 4, "targetLowPriorityNodes": 3,
            "virtualMachineConfiguration": { "nodeAgentSKUId": "batch.node.ubuntu 24.04",
              "imageReference": { "publisher": "p", "offer": "o", "sku": "s" } } } }
        """);
    RunSpec spec =
        directory.read(
            """
            name: job
            tasks: [{ name: a, forEach: { i: 1..100 }, command: x }]
            retry: { lastAttempts: dedicated }
            pool: %s
            """
                .formatted(pool));
    assertThat(spec.retry().lastPlace()).isEqualTo(2);
    return JsonMapper.builder().build().readTree(spec.pool().further().get(0).json());
  }
}
