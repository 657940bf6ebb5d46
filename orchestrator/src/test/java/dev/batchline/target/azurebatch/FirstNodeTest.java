package dev.batchline.target.azurebatch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.batchline.base.Blame;
import dev.batchline.base.Interruption;
import dev.batchline.base.ManualTimeline;
import dev.batchline.base.RunException;
import dev.batchline.base.Secret;
import dev.batchline.target.azurebatch.FirstNode.Measured;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FirstNodeTest {

  private static final String POOLS = "/pools/batchline-doctor-[0-9a-f]{8}";
  private static final String TEMPLATE =
      """
      {"vmSize": "Standard_D2s_v5", "enableAutoScale": true,
       "autoScaleFormula": "$TargetDedicatedNodes = 0;"}
      """;

  private final WireMockServer service =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());
  private final Interruption interruption = new Interruption();
  private FirstNode node;

  @BeforeEach
  void start() {
    service.start();
    node =
        new FirstNode(
            new AzureBatchSettings(
                "account",
                URI.create("http://127.0.0.1:" + service.port()),
                new AzureBatchSettings.Access.SharedKey(Secret.of("c2VjcmV0"))),
            new ManualTimeline(),
            Duration.ofSeconds(5));
    service.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(202)));
    service.stubFor(post(urlPathEqualTo("/pools")).willReturn(aResponse().withStatus(201)));
    pool("\"allocationState\": \"resizing\"");
  }

  @AfterEach
  void stop() {
    node.close();
    service.stop();
  }

  @Test
  void theTimeIsTakenUntilANodeIsReadyAndThePoolIsRemoved() throws Exception {
    nodes("start", "", "allocated");
    nodes("allocated", "{\"id\": \"n\", \"state\": \"starting\"}", "ready");
    nodes("ready", "{\"id\": \"n\", \"state\": \"idle\"}", "ready");

    assertThat(measure()).contains(new Measured(Duration.ofSeconds(5), Duration.ofSeconds(10)));
    service.verify(
        postRequestedFor(urlPathEqualTo("/pools"))
            .withRequestBody(containing("\"targetDedicatedNodes\":1"))
            .withRequestBody(containing("batchline-expiry")));
    wasRemoved();
  }

  @Test
  void aPoolThatGetsNoNodeSaysWhyAndIsRemoved() {
    nodes("start", "", "start");
    pool(
        "\"allocationState\": \"steady\", \"resizeErrors\": [{\"code\":"
            + " \"AccountCoreQuotaReached\", \"message\": \"The account's core quota\"}]");

    assertThatThrownBy(this::measure)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("AccountCoreQuotaReached")
        .satisfies(e -> assertThat(((RunException) e).blame()).isEqualTo(Blame.CAPACITY));
    wasRemoved();
  }

  @Test
  void aStartTaskThatFailsIsTheTemplatesFault() {
    nodes("start", "{\"id\": \"n\", \"state\": \"starttaskfailed\"}", "start");

    assertThatThrownBy(this::measure).hasMessageContaining("the start task of the template failed");
    wasRemoved();
  }

  @Test
  void whoDoesNotWaitLeavesNoPool() throws Exception {
    interruption.request();

    assertThat(measure()).isEmpty();
    wasRemoved();
  }

  @Test
  void nobodyWaitsForever() {
    nodes("start", "", "start");

    assertThatThrownBy(this::measure).hasMessageContaining("none after 20 minutes");
    wasRemoved();
  }

  private Optional<Measured> measure() throws InterruptedException {
    return node.measure("cpu", TEMPLATE, interruption, progress -> {});
  }

  private void wasRemoved() {
    service.verify(1, deleteRequestedFor(urlPathMatching(POOLS)));
  }

  private void pool(String members) {
    service.stubFor(get(urlPathMatching(POOLS)).willReturn(okJson("{" + members + "}")));
  }

  private void nodes(String when, String json, String then) {
    service.stubFor(
        get(urlPathMatching(POOLS + "/nodes"))
            .inScenario("nodes")
            .whenScenarioStateIs(when.equals("start") ? Scenario.STARTED : when)
            .willReturn(okJson("{\"value\": [" + json + "]}"))
            .willSetStateTo(then.equals("start") ? Scenario.STARTED : then));
  }
}
