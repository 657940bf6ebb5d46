package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.emulator.model.Operation;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the service says of machines and managers that nobody said, as recorded. */
class MachineDefaultsTest {

  private static final String WINDOWS =
      "'virtualMachineConfiguration':{'imageReference':{'publisher':'MicrosoftWindowsServer',"
          + "'offer':'w','sku':'2022'},'nodeAgentSKUId':'batch.node.windows amd64'}";

  private final Emulated batch = new Emulated();

  private JsonNode pool(String members) {
    batch.call(
        Operation.POOL_ADD, Map.of(), "{'id':'p','vmSize':'Standard_D1_v2'," + members + "}");
    return batch.pool("p");
  }

  @Test
  void usersOfWindowsLogInAsItsKindOfMachineLetsThem() {
    String user = "'userAccounts':[{'name':'u','password':'x'}]";

    assertThat(pool(user + "," + WINDOWS).path("userAccounts").toString())
        .isEqualTo(
            "[{\"name\":\"u\",\"elevationLevel\":\"nonadmin\","
                + "\"windowsUserConfiguration\":{\"loginMode\":\"batch\"}}]");
    batch.call(
        Operation.POOL_ADD,
        Map.of(),
        "{'id':'c','vmSize':'small','cloudServiceConfiguration':{'osFamily':'5'}," + user + "}");
    assertThat(batch.pool("c").at("/userAccounts/0/windowsUserConfiguration/loginMode").asText())
        .isEqualTo("interactive");
    assertThat(batch.pool("c").at("/cloudServiceConfiguration/osVersion").asText()).isEqualTo("*");
  }

  @Test
  void emptyListsOfPackagesAndMetadataAreForgotten() {
    pool(Emulated.IMAGE + ",'metadata':[{'name':'a','value':'b'}]");
    batch.call(
        Operation.POOL_UPDATE_PROPERTIES,
        Map.of("poolId", "p"),
        "{'certificateReferences':[],'applicationPackageReferences':[],'metadata':[]}");

    JsonNode pool = batch.pool("p");
    assertThat(pool.has("metadata")).isFalse();
    assertThat(pool.has("applicationPackageReferences")).isFalse();
    assertThat(pool.path("certificateReferences").isArray()).isTrue();
    assertThat(pool.path("targetNodeCommunicationMode").asText()).isEqualTo("default");
  }

  @Test
  void aPublisherWithoutAnySupportedImageIsRefused() {
    assertThat(
            batch.refused(
                Operation.POOL_ADD,
                Map.of(),
                "{'id':'p','vmSize':'a','virtualMachineConfiguration':{'imageReference':"
                    + "{'publisher':'a','offer':'b','sku':'c'},'nodeAgentSKUId':'x'}}"))
        .satisfies(
            refusal ->
                assertThat(refusal.values())
                    .containsEntry("PropertyName", "imageReference")
                    .containsEntry(
                        "Reason",
                        "The specified imageReference with publisher a offer b sku c is not"
                            + " supported."));
  }

  @Test
  void aManagerHasTheRetriesThatItsJobHadWhenItWasAdded() {
    batch.call(
        Operation.JOB_ADD,
        Map.of(),
        "{'id':'j','constraints':{'maxTaskRetryCount':5},'poolInfo':{'poolId':'p'},"
            + "'jobManagerTask':{'id':'m','commandLine':'x'}}");
    batch.call(Operation.JOB_PATCH, Map.of("jobId", "j"), "{'constraints':{}}");

    JsonNode manager = batch.job("j").path("jobManagerTask");
    assertThat(manager.at("/constraints/maxTaskRetryCount").asInt()).isEqualTo(5);
    assertThat(manager.at("/userIdentity/autoUser/scope").asText()).isEqualTo("pool");
  }

  @Test
  void anAutoPoolWithACertificateIsNeverMade() {
    batch.call(
        Operation.JOB_ADD,
        Map.of(),
        "{'id':'j','poolInfo':{'autoPoolSpecification':{'poolLifetimeOption':'job','pool':"
            + "{'vmSize':'small','cloudServiceConfiguration':{'osFamily':'4'},"
            + "'certificateReferences':"
            + "[{'thumbprint':'0123456789ABCDEF','thumbprintAlgorithm':'sha1'}]}}}}");

    JsonNode job = batch.job("j");
    assertThat(job.path("state").asText()).isEqualTo("completed");
    assertThat(job.at("/executionInfo/schedulingError").toString())
        .isEqualTo(
            Emulated.json(
                    "{'category':'UserError','code':'InvalidCertificatesInAutoPool','message':"
                        + "'One or more certificates specified for the pool are invalid',"
                        + "'details':[{'name':'sha1-0123456789abcdef',"
                        + "'value':'The specified certificate does not exist.'}]}")
                .toString());
    assertThat(batch.list(Operation.POOL_LIST, Map.of())).isEmpty();
  }

  @Test
  void nodesCommunicateInTheModeThatWasAskedFor() {
    batch.addReadyPool("p", 1, "'targetNodeCommunicationMode':'classic',");
    batch.addReadyPool("q", 1, "");

    assertThat(batch.pool("p").path("currentNodeCommunicationMode").asText()).isEqualTo("classic");
    assertThat(batch.pool("q").path("currentNodeCommunicationMode").asText())
        .isEqualTo("simplified");
  }
}
