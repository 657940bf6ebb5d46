package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.Operation;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What clients of older versions ask the account. */
class StatisticsTest {

  private final Emulated batch = new Emulated();

  private JsonNode jobs() {
    Answer answer = batch.call(Operation.JOB_GET_ALL_LIFETIME_STATISTICS, Map.of(), "");
    return ((Answer.Entity) answer).json();
  }

  @Test
  void tasksAreCountedForEverAlsoWhenTheirJobIsGone() {
    batch.addReadyPool("p", 1, "");
    batch.addJob("j", "p", "");
    batch.addTask("j", "good", "");
    batch.runtime.command("j/job-1/good").begin(0);
    batch.pass(Duration.ofSeconds(10));
    batch.runtime.command("j/job-1/good").exit(0);
    batch.addTask("j", "bad", "");
    batch.runtime.command("j/job-1/bad").exit(1);
    batch.drain();
    batch.force(Operation.JOB_DELETE, Map.of("jobId", "j"));

    assertThat(jobs().path("numSucceededTasks").asText()).isEqualTo("1");
    assertThat(jobs().path("numFailedTasks").asText()).isEqualTo("1");
    assertThat(jobs().path("wallClockTime").asText()).isEqualTo("PT10S");
    assertThat(jobs().path("url").asText()).isEqualTo("http://batch/lifetimejobstats");
  }

  @Test
  void coreTimeIsThatOfAllNodesThereWere() {
    batch.addReadyPool("p", 2, "");
    batch.pass(Duration.ofMinutes(10));
    Answer answer = batch.call(Operation.POOL_GET_ALL_LIFETIME_STATISTICS, Map.of(), "");
    String time = ((Answer.Entity) answer).json().at("/usageStats/dedicatedCoreTime").asText();
    assertThat(Duration.parse(time))
        .as("2 nodes of 4 cores for more than 10 minutes")
        .isBetween(Duration.ofMinutes(80), Duration.ofMinutes(100));
  }

  @Test
  void aUsageThatEndsBeforeItBeginsIsRefused() {
    Map<String, String> query =
        Map.of("starttime", "2026-03-02T08:00:00Z", "endtime", "2026-03-01T08:00:00Z");
    assertThat(batch.refusedQuery(Operation.POOL_LIST_USAGE_METRICS, query).code())
        .isEqualTo("InvalidQueryParameterValue");
  }

  @Test
  void remoteDesktopIsForCloudServicesAlone() {
    batch.addReadyPool("vm", 1, "");
    String vm = batch.nodes("vm").get(0).path("id").asText();
    assertThat(
            batch
                .refused(
                    Operation.COMPUTE_NODE_GET_REMOTE_DESKTOP,
                    Map.of("poolId", "vm", "nodeId", vm),
                    "")
                .code())
        .isEqualTo("OperationNotValidOnNode");
    batch.call(
        Operation.POOL_ADD,
        Map.of(),
        "{'id':'cs','vmSize':'small','targetDedicatedNodes':1,"
            + "'cloudServiceConfiguration':{'osFamily':'6'}}");
    batch.pass(Duration.ofMinutes(2));
    String cs = batch.nodes("cs").get(0).path("id").asText();
    Answer answer =
        batch.call(
            Operation.COMPUTE_NODE_GET_REMOTE_DESKTOP, Map.of("poolId", "cs", "nodeId", cs), "");
    assertThat(((Answer.Octets) answer).text()).startsWith("full address:s:127.0.0.1\r\n");
  }
}
