package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.Operation;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the description of the API says is refused about a pool's machines. */
class PlatformRulesTest {

  private final Emulated batch = new Emulated();

  private BatchError refused(String members) {
    return batch.refused(
        Operation.POOL_ADD,
        Map.of(),
        "{'id':'p','vmSize':'Standard_D4s_v5',%s,%s}".formatted(members, Emulated.IMAGE));
  }

  private static String endpoints(String... endpoints) {
    return "'networkConfiguration':{'endpointConfiguration':{'inboundNATPools':["
        + String.join(",", endpoints)
        + "]}}";
  }

  private static String endpoint(String name, int backend, int first, int last) {
    return "{'name':'%s','protocol':'tcp','backendPort':%d,'frontendPortRangeStart':%d,'frontendPortRangeEnd':%d}"
        .formatted(name, backend, first, last);
  }

  @ParameterizedTest
  @CsvSource({
    "-a, 80, 1000, 1100, name",
    "a, 22, 1000, 1100, backendPort",
    "a, 80, 1000, 1030, frontendPortRangeEnd",
    "a, 80, 49990, 50100, frontendPortRangeStart",
    "a, 80, 60000, 70000, frontendPortRangeStart"
  })
  void anEndpointThatCannotBeIsRefused(String name, int port, int first, int last, String member) {
    assertThat(refused(endpoints(endpoint(name, port, first, last))).values())
        .containsEntry("PropertyName", member);
  }

  @Test
  void endpointsAreDifferent() {
    String one = endpoint("a", 80, 1000, 1100);

    assertThat(refused(endpoints(one, endpoint("A", 81, 2000, 2100))).values())
        .containsEntry("PropertyName", "name");
    assertThat(refused(endpoints(one, endpoint("b", 80, 2000, 2100))).values())
        .containsEntry("PropertyName", "backendPort");
    assertThat(refused(endpoints(one, endpoint("b", 81, 1050, 2100))).values())
        .containsEntry("PropertyName", "frontendPortRangeStart");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'userAccounts':[{'name':'u','password':'x','linuxUserConfiguration':{'uid':5}}]",
        "'mountConfiguration':[{}]",
        "'upgradePolicy':{'mode':'rolling','rollingUpgradePolicy':{'maxBatchInstancePercent':4}}",
        "'cloudServiceConfiguration':{'osFamily':'5'}",
        "'startTask':{'commandLine':'x','userIdentity':{'username':'u','autoUser':{}}}",
        "'startTask':{'commandLine':'x','resourceFiles':[{'httpUrl':'x','filePath':'x'}]}",
        "'resizeTimeout':'-PT10M'"
      },
      quoteCharacter = '`')
  void aPoolThatAzureRefusesIsRefused(String members) {
    assertThat(refused(members).code()).isEqualTo("InvalidPropertyValue");
  }

  @Test
  void whatIsWrongIsSaidBeforeWhatIsThere() {
    batch.addPool("p", 0, "");

    assertThat(refused("'taskSlotsPerNode':0").code()).isEqualTo("InvalidPropertyValue");
  }

  @Test
  void aNodeShowsItsEndpoints() {
    batch.addReadyPool("p", 1, endpoints(endpoint("web", 80, 1000, 1100)) + ",");

    JsonNode endpoints = batch.nodes("p").get(0).at("/endpointConfiguration/inboundEndpoints");
    assertThat(endpoints.findValuesAsText("name")).containsExactly("web.0", "SSHRule.0");
    assertThat(endpoints.at("/0/frontendPort").asInt()).isEqualTo(1000);
  }

  @Test
  void aNodeOfWindowsIsReachedByRemoteDesktop() {
    batch.call(
        Operation.POOL_ADD,
        Map.of(),
        "{'id':'w','vmSize':'standard_d2s_v3','targetDedicatedNodes':1,"
            + "'virtualMachineConfiguration':{'imageReference':{'publisher':"
            + "'MicrosoftWindowsServer','offer':'w','sku':'2022'},"
            + "'nodeAgentSKUId':'batch.node.windows amd64'}}");
    batch.pass(Duration.ofMinutes(2));

    assertThat(batch.nodes("w").get(0).at("/endpointConfiguration/inboundEndpoints/0/backendPort"))
        .hasToString("3389");
  }

  @Test
  void aJobWhoseManagerCannotBeIsNotThere() {
    String job =
        "{'id':'j','poolInfo':{'poolId':'p'},'jobPreparationTask':{'id':'a','commandLine':'x'},"
            + "'jobManagerTask':{'id':'A','commandLine':'x'}}";

    assertThat(batch.refused(Operation.JOB_ADD, Map.of(), job).code())
        .isEqualTo("TaskIdSameAsJobPreparationTask");
    assertThat(batch.list(Operation.JOB_LIST, Map.of())).isEmpty();
  }
}
