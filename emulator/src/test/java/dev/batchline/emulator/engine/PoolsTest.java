package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.Quotas;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoolsTest {

  private final Emulated batch = new Emulated();

  private static Map<String, String> pool(String id) {
    return Map.of("poolId", id);
  }

  @Test
  void aNewPoolResizesThenItsNodesBoot() {
    batch.addPool("p", 2, "");
    assertThat(batch.pool("p").path("allocationState").asText()).isEqualTo("resizing");
    assertThat(batch.pool("p").path("currentDedicatedNodes").asInt()).isZero();

    batch.pass(Duration.ofSeconds(46));
    assertThat(batch.pool("p").path("allocationState").asText()).isEqualTo("steady");
    assertThat(batch.pool("p").path("currentDedicatedNodes").asInt()).isEqualTo(2);
    assertThat(batch.nodeStates("p")).containsExactly("creating", "creating");

    batch.pass(Duration.ofSeconds(11));
    assertThat(batch.nodeStates("p")).containsExactly("starting", "starting");

    batch.pass(Duration.ofSeconds(41));
    assertThat(batch.nodeStates("p")).containsExactly("idle", "idle");
  }

  @Test
  void aPoolIsShownWithTheServicesDefaults() {
    batch.addPool("p", 0, "");
    JsonNode pool = batch.pool("p");
    assertThat(pool.path("vmSize").asText()).isEqualTo("standard_d4s_v5");
    assertThat(pool.path("resizeTimeout").asText()).isEqualTo("PT15M");
    assertThat(pool.path("taskSlotsPerNode").asInt()).isEqualTo(1);
    assertThat(pool.at("/taskSchedulingPolicy/nodeFillType").asText()).isEqualTo("Spread");
    assertThat(pool.at("/virtualMachineConfiguration/imageReference/version").asText())
        .isEqualTo("latest");
    assertThat(pool.path("url").asText()).isEqualTo("http://batch/pools/p");
  }

  @Test
  void theEtagStaysWhenThePlatformChangesThePool() {
    batch.addPool("p", 1, "");
    String before = batch.pool("p").path("eTag").asText();
    batch.pass(Duration.ofMinutes(2));
    assertThat(batch.pool("p").path("eTag").asText()).isEqualTo(before);
    assertThat(before).matches("0x[0-9A-F]{15}");
  }

  @Test
  void anIdIsTakenWithoutRegardToCase() {
    batch.addPool("p", 0, "");
    assertThat(
            batch
                .refused(
                    Operation.POOL_ADD,
                    Map.of(),
                    "{'id':'P','vmSize':'standard_d1_v2'," + Emulated.IMAGE + "}")
                .code())
        .isEqualTo("PoolExists");
  }

  @Test
  void shrinkingTakesIdleNodesFirst() {
    batch.addReadyPool("p", 2, "");
    batch.addJob("j", "p", "");
    batch.addTask("j", "t", "");
    String busy = batch.task("j", "t").at("/nodeInfo/nodeId").asText();
    batch.call(Operation.POOL_RESIZE, pool("p"), "{'targetDedicatedNodes':1}");
    batch.pass(Duration.ofSeconds(5));
    assertThat(batch.nodes("p")).extracting(node -> node.path("id").asText()).containsExactly(busy);
    assertThat(batch.pool("p").path("allocationState").asText()).isEqualTo("steady");
    assertThat(batch.runtime.removedNodes()).hasSize(1).doesNotContain(busy);
  }

  @Test
  void aPoolThatIsResizedCannotBeResized() {
    batch.addPool("p", 1, "");
    assertThat(batch.refused(Operation.POOL_RESIZE, pool("p"), "{'targetDedicatedNodes':2}").code())
        .isEqualTo("PoolBeingResized");
  }

  @Test
  void aStoppedResizeLeavesAnError() {
    batch.addPool("p", 3, "");
    batch.call(Operation.POOL_STOP_RESIZE, pool("p"), "");
    assertThat(batch.pool("p").path("allocationState").asText()).isEqualTo("stopping");
    batch.pass(Duration.ofSeconds(3));
    assertThat(batch.pool("p").path("allocationState").asText()).isEqualTo("steady");
    assertThat(batch.pool("p").at("/resizeErrors/0/code").asText()).isEqualTo("ResizeStopped");
    assertThat(batch.pool("p").path("targetDedicatedNodes").asInt()).isEqualTo(3);
  }

  @Test
  void theCoreQuotaLimitsWhatAPoolGets() {
    Emulated small = new Emulated(new Quotas(10, 10, 8, 0));
    small.addPool("p", 3, "");
    small.pass(Duration.ofMinutes(1));
    assertThat(small.pool("p").path("currentDedicatedNodes").asInt()).isEqualTo(2);
    assertThat(small.pool("p").at("/resizeErrors/0/code").asText())
        .isEqualTo("AccountCoreQuotaReached");
  }

  @Test
  void aDeletedPoolIsGoneWhenItsNodesAre() {
    batch.addReadyPool("p", 1, "");
    batch.call(Operation.POOL_DELETE, pool("p"), "");
    assertThat(batch.pool("p").path("state").asText()).isEqualTo("deleting");
    assertThat(batch.refused(Operation.POOL_DELETE, pool("p"), "").code())
        .isEqualTo("PoolBeingDeleted");
    batch.pass(Duration.ofSeconds(5));
    assertThat(batch.refused(Operation.POOL_GET, pool("p"), "").code()).isEqualTo("PoolNotFound");
  }

  @Test
  void anAutoscaledPoolIsEvaluatedAtOnceAndFollowsItsTasks() {
    batch.call(
        Operation.POOL_ADD,
        Map.of(),
        ("{'id':'p','vmSize':'standard_d2s_v5','enableAutoScale':true,"
                + "'autoScaleEvaluationInterval':'PT5M','autoScaleFormula':'"
                + "$s = $PendingTasks.GetSamplePercent(TimeInterval_Minute * 2);"
                + "$TargetDedicatedNodes = $s < 50 ? 1 :"
                + " min(3, max($PendingTasks.GetSample(TimeInterval_Minute * 2)));',")
            + Emulated.IMAGE
            + "}");
    assertThat(batch.pool("p").at("/autoScaleRun/results").asText())
        .startsWith("$TargetDedicatedNodes=1;$TargetLowPriorityNodes=0;");
    assertThat(batch.pool("p").path("targetDedicatedNodes").asInt()).isEqualTo(1);
    batch.addJob("j", "p", "");
    for (int i = 0; i < 5; i++) {
      batch.addTask("j", "t" + i, "");
    }
    batch.pass(Duration.ofMinutes(6));
    assertThat(batch.pool("p").path("targetDedicatedNodes").asInt()).isEqualTo(3);
    batch.pass(Duration.ofMinutes(2));
    assertThat(batch.nodeStates("p")).isEqualTo(List.of("running", "running", "running"));
    batch.runtime.running().forEach(command -> command.exit(0));
    batch.drain();
    batch.runtime.running().forEach(command -> command.exit(0));
    batch.pass(Duration.ofMinutes(6));
    assertThat(batch.pool("p").path("currentDedicatedNodes").asInt()).isZero();
  }

  @Test
  void aFormulaWithAMistakeIsRefused() {
    assertThat(
            batch
                .refused(
                    Operation.POOL_ADD,
                    Map.of(),
                    "{'id':'p','vmSize':'standard_d1_v2','enableAutoScale':true,"
                        + "'autoScaleFormula':'$x = ;',"
                        + Emulated.IMAGE
                        + "}")
                .code())
        .isEqualTo("AutoScalingFormulaSyntaxError");
  }

  @Test
  void aStartTaskThatFailsKeepsTasksFromTheNode() {
    batch.addReadyPool("p", 1, "'startTask':{'commandLine':'prepare'},");
    assertThat(batch.nodeStates("p")).containsExactly("waitingforstarttask");
    batch.runtime.command("startup").exit(3);
    batch.drain();
    assertThat(batch.nodeStates("p")).containsExactly("starttaskfailed");
    assertThat(batch.nodes("p").get(0).at("/startTaskInfo/exitCode").asInt()).isEqualTo(3);
    batch.addJob("j", "p", "");
    batch.addTask("j", "t", "");
    assertThat(batch.taskState("j", "t")).isEqualTo("active");
  }

  @Test
  void aFullDiskMakesANodeUnusable() {
    batch.runtime.fillDisk();
    batch.addReadyPool("p", 1, "");
    assertThat(batch.nodeStates("p")).containsExactly("unusable");
    assertThat(batch.nodes("p").get(0).at("/errors/0/code").asText()).isEqualTo("DiskFull");
  }
}
