package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.emulator.fault.FaultFilter;
import dev.batchline.emulator.fault.FaultKind;
import dev.batchline.emulator.fault.FaultPlan;
import dev.batchline.emulator.fault.FaultRule;
import dev.batchline.emulator.fault.Frequency;
import dev.batchline.emulator.fault.Parameter;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.Quotas;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What goes wrong on request with pools, nodes and tasks, and what follows from it. */
class FaultsOfThePlatformTest {

  private final FaultPlan faults = new FaultPlan(() -> Instant.EPOCH);
  private final Emulated batch = new Emulated(Quotas.DEFAULT, faults);

  private void fault(FaultKind kind, Map<Parameter, String> parameters) {
    fault(kind, parameters, Frequency.ALWAYS);
  }

  private void fault(FaultKind kind, Map<Parameter, String> parameters, Frequency frequency) {
    faults.add(new FaultRule(kind, parameters, FaultFilter.ALL, frequency, Optional.empty()));
  }

  private static Frequency once() {
    return new Frequency(1, 0, 1, Optional.empty());
  }

  private JsonNode resizeError() {
    return batch.pool("p").at("/resizeErrors/0");
  }

  @Test
  void nodesThatCannotBeHadAreAResizeErrorWithItsCode() {
    fault(FaultKind.ALLOCATION_FAILED, Map.of(Parameter.NODES, "1"));
    batch.addReadyPool("p", 3, "");

    assertThat(batch.nodes("p")).hasSize(1);
    assertThat(batch.pool("p").path("allocationState").asText()).isEqualTo("steady");
    assertThat(batch.pool("p").path("targetDedicatedNodes").asInt()).isEqualTo(3);
    assertThat(resizeError().path("code").asText()).isEqualTo("AllocationFailed");
  }

  @Test
  void anAllocationThatTimesOutGoesOnUntilThePoolsTimeout() {
    fault(FaultKind.ALLOCATION_FAILED, Map.of(Parameter.CODE, "AllocationTimedOut"));
    batch.addReadyPool("p", 2, "'resizeTimeout':'PT10M',");
    assertThat(batch.pool("p").path("allocationState").asText()).isEqualTo("resizing");
    assertThat(batch.pool("p").has("resizeErrors")).isFalse();

    batch.pass(Duration.ofMinutes(9));

    assertThat(batch.pool("p").path("allocationState").asText()).isEqualTo("steady");
    assertThat(resizeError().path("code").asText()).isEqualTo("AllocationTimedout");
  }

  @Test
  void eachKindOfNodeHasItsOwnQuotaCode() {
    fault(FaultKind.ALLOCATION_FAILED, Map.of(Parameter.CODE, "AccountCoreQuotaReached"));
    batch.addReadyPool("p", 1, "'targetLowPriorityNodes':1,");

    assertThat(batch.pool("p").path("resizeErrors"))
        .extracting(error -> error.path("code").asText())
        .containsExactly("AccountCoreQuotaReached", "AccountLowPriorityCoreQuotaReached");
  }

  @Test
  void aFormulaAsksAgainForWhatItDidNotGet() {
    fault(FaultKind.ALLOCATION_FAILED, Map.of(), once());
    batch.call(
        Operation.POOL_ADD,
        Map.of(),
        "{'id':'p','vmSize':'Standard_D4s_v5','enableAutoScale':true,"
            + "'autoScaleEvaluationInterval':'PT5M',"
            + "'autoScaleFormula':'$TargetDedicatedNodes=2;',"
            + Emulated.IMAGE
            + "}");
    batch.pass(Duration.ofMinutes(2));
    assertThat(batch.nodes("p")).isEmpty();
    assertThat(resizeError().path("code").asText()).isEqualTo("AllocationFailed");

    batch.pass(Duration.ofMinutes(5));

    assertThat(batch.nodeStates("p")).containsExactly("idle", "idle");
    assertThat(batch.pool("p").has("resizeErrors")).isFalse();
  }

  @Test
  void someNodesBootSlowly() {
    fault(FaultKind.SLOW_BOOT, Map.of(Parameter.DELAY, "PT10M"), once());
    batch.addReadyPool("p", 2, "");
    assertThat(batch.nodeStates("p")).containsExactlyInAnyOrder("idle", "starting");

    batch.pass(Duration.ofMinutes(10));

    assertThat(batch.nodeStates("p")).containsExactly("idle", "idle");
  }

  @Test
  void aNodeThatIsUnusableFromTheStartNeverTakesATask() {
    fault(FaultKind.UNUSABLE, Map.of(Parameter.CODE, "ImageNotFound"));
    batch.addJob("j", "p", "");
    batch.addTask("j", "t", "");
    batch.addReadyPool("p", 1, "'startTask':{'commandLine':'init'},");

    assertThat(batch.nodeStates("p")).containsExactly("unusable");
    assertThat(batch.nodes("p").get(0).at("/errors/0/code").asText()).isEqualTo("ImageNotFound");
    assertThat(batch.runtime.running()).isEmpty();
    assertThat(batch.taskState("j", "t")).isEqualTo("active");
  }

  @Test
  void aNodeCanBreakWhileItWorksAndWorkAgainAfterAReboot() {
    fault(FaultKind.UNUSABLE, Map.of(Parameter.WITHIN, "PT10M"), once());
    batch.addJob("j", "p", "");
    batch.addTask("j", "t", "");
    batch.addPool("p", 1, "");
    batch.pass(Duration.ofSeconds(100));
    assertThat(batch.taskState("j", "t")).isEqualTo("preparing");

    batch.pass(Duration.ofMinutes(10));

    assertThat(batch.nodeStates("p")).containsExactly("unusable");
    assertThat(batch.taskState("j", "t")).isEqualTo("active");
    batch.call(
        Operation.COMPUTE_NODE_REBOOT,
        Map.of("poolId", "p", "nodeId", batch.nodes("p").get(0).path("id").asText()),
        "");
    batch.pass(Duration.ofMinutes(10));
    assertThat(batch.nodeStates("p")).containsExactly("running");
  }

  @Test
  void onlySpotNodesAreTakenAway() {
    fault(FaultKind.PREEMPTED, Map.of(Parameter.WITHIN, "PT5M"), once());
    batch.addReadyPool("p", 1, "'targetLowPriorityNodes':1,");

    batch.pass(Duration.ofSeconds(270)); // taken away by now, and not back yet
    assertThat(batch.nodeStates("p")).containsExactlyInAnyOrder("idle", "preempted");
    batch.pass(Duration.ofMinutes(10));

    assertThat(batch.nodeStates("p")).containsExactly("idle", "idle");
  }

  @Test
  void aTaskThatFindsTheDiskFullFailsAndItsNodeIsUnusable() {
    fault(FaultKind.DISK_FULL, Map.of(), once());
    batch.addReadyPool("p", 1, "'taskSlotsPerNode':2,");
    batch.addJob("j", "p", "");
    batch.addTask("j", "t", "");
    batch.addTask("j", "beside", "");
    assertThat(
            batch.runtime.command("j/job-1/t").command.onRequest().staging().orElseThrow().code())
        .isEqualTo("DiskFull");

    batch.runtime.command("j/job-1/t").fail("DiskFull");
    batch.drain();

    JsonNode failure = batch.task("j", "t").at("/executionInfo/failureInfo");
    assertThat(failure.path("code").asText()).isEqualTo("DiskFull");
    assertThat(batch.nodeStates("p")).containsExactly("unusable");
    assertThat(batch.nodes("p").get(0).at("/errors/0/code").asText()).isEqualTo("DiskFull");
    assertThat(batch.taskState("j", "beside")).isEqualTo("active");
  }

  @Test
  void aReachedQuotaHasTheCodeOfWhatIsAdded() {
    fault(FaultKind.QUOTA_REACHED, Map.of());
    String pool = "{'id':'p','vmSize':'Standard_D4s_v5'," + Emulated.IMAGE + "}";
    String job = "{'id':'j','poolInfo':{'poolId':'p'}}";
    String schedule = "{'id':'s','schedule':{},'jobSpecification':{'poolInfo':{'poolId':'p'}}}";

    assertThat(batch.refused(Operation.POOL_ADD, Map.of(), pool).code())
        .isEqualTo("PoolQuotaReached");
    for (var refused :
        List.of(
            batch.refused(Operation.JOB_ADD, Map.of(), job),
            batch.refused(Operation.JOB_SCHEDULE_ADD, Map.of(), schedule))) {
      assertThat(refused.code()).isEqualTo("ActiveJobAndScheduleQuotaReached");
      assertThat(refused.status()).isEqualTo(409);
    }
  }

  @Test
  void aScheduleThatGetsNoJobTriesAgainNextTime() {
    batch.core.quotas().set(new Quotas(10, 1, 8, 0));
    batch.call(
        Operation.JOB_SCHEDULE_ADD,
        Map.of(),
        "{'id':'s','schedule':{'recurrenceInterval':'PT10M'},"
            + "'jobSpecification':{'poolInfo':{'poolId':'p'}}}");
    assertThat(batch.list(Operation.JOB_LIST, Map.of())).isEmpty();

    batch.core.quotas().set(Quotas.DEFAULT);
    batch.pass(Duration.ofMinutes(10));

    assertThat(batch.jobState("s:job-1")).isEqualTo("active");
  }

  @Test
  void taskCountsCanLagBehindTheTruth() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("j", "p", "");
    fault(FaultKind.LATE_COUNTS, Map.of(Parameter.DELAY, "PT10S"));
    batch.addTask("j", "t", "");
    assertThat(batch.counts("j").path("running").asInt()).isZero();

    batch.pass(Duration.ofSeconds(11));
    batch.runtime.command("j/job-1/t").exit(0);
    batch.pass(Duration.ofSeconds(1));

    assertThat(batch.taskState("j", "t")).isEqualTo("completed");
    assertThat(batch.counts("j").path("running").asInt()).isEqualTo(1);
    assertThat(batch.counts("j").path("completed").asInt()).isZero();
    batch.pass(Duration.ofSeconds(10));
    assertThat(batch.counts("j").path("completed").asInt()).isEqualTo(1);
  }

  @Test
  void aSecondRunMeetsWhatTheFirstOneMet() {
    assertThat(unusableNodes("first")).isEqualTo(unusableNodes("second")).contains(true, false);
  }

  /** By node number, in the order in which they were allocated. */
  private List<Boolean> unusableNodes(String pool) {
    FaultPlan plan = new FaultPlan(() -> Instant.EPOCH);
    plan.set(
        List.of(
            new FaultRule(
                FaultKind.UNUSABLE,
                Map.of(),
                FaultFilter.ALL,
                new Frequency(0.5, 0, Long.MAX_VALUE, Optional.empty()),
                Optional.empty())),
        7);
    Emulated emulated = new Emulated(Quotas.DEFAULT, plan);
    emulated.addReadyPool(pool, 8, "");
    return emulated.nodes(pool).stream()
        .sorted(
            java.util.Comparator.comparingInt(
                node -> Integer.parseInt(node.path("ipAddress").asText().replaceAll(".*\\.", ""))))
        .map(node -> node.path("state").asText().equals("unusable"))
        .toList();
  }
}
