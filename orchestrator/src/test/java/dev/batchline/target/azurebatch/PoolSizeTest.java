package dev.batchline.target.azurebatch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.microsoft.azure.batch.protocol.models.AllocationState;
import com.microsoft.azure.batch.protocol.models.CloudPool;
import com.microsoft.azure.batch.protocol.models.PoolAddParameter;
import com.microsoft.azure.batch.protocol.models.PoolState;
import com.microsoft.azure.batch.protocol.models.ResizeError;
import dev.batchline.base.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PoolSizeTest {

  private final WireMockServer service =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());
  private final TestTimeline timeline = new TestTimeline(Instant.parse("2026-11-21T06:00:05Z"));
  private BatchConnection connection;
  private PoolSize size;

  @BeforeEach
  void start() {
    service.start();
    connection =
        new BatchConnection(
            new AzureBatchSettings(
                "account",
                URI.create("http://127.0.0.1:" + service.port()),
                new AzureBatchSettings.Access.SharedKey(Secret.of("c2VjcmV0"))),
            timeline);
    size = new PoolSize(connection, "p", timeline);
    service.stubFor(
        post(urlPathEqualTo("/pools/p/resize")).willReturn(aResponse().withStatus(202)));
    service.stubFor(
        post(urlPathEqualTo("/pools/p/enableautoscale")).willReturn(aResponse().withStatus(200)));
  }

  @AfterEach
  void stop() {
    connection.close();
    service.stop();
  }

  @Test
  void nodesThatAQuotaKeptAwayAreAskedForAgainNowAndThen() throws InterruptedException {
    size.askAgain(lacking("AccountCoreQuotaReached"));
    service.verify(0, postRequestedFor(anyUrl()));
    timeline.sleep(Duration.ofMinutes(1));
    size.askAgain(lacking("AccountCoreQuotaReached"));
    size.askAgain(lacking("AccountCoreQuotaReached"));

    service.verify(
        1,
        postRequestedFor(urlPathEqualTo("/pools/p/resize"))
            .withRequestBody(
                equalToJson("{\"targetDedicatedNodes\": 2, \"targetLowPriorityNodes\": 0}")));
  }

  @Test
  void whoStoppedAResizeMeantIt() throws InterruptedException {
    size.askAgain(lacking("ResizeStopped"));
    timeline.sleep(Duration.ofMinutes(1));
    size.askAgain(lacking("ResizeStopped"));

    service.verify(0, postRequestedFor(anyUrl()));
  }

  @Test
  void aPoolThatFollowsAFormulaRestsByAnotherOneAndWakesByItsOwn() {
    PoolAddParameter request =
        new PoolAddParameter()
            .withEnableAutoScale(true)
            .withAutoScaleFormula("$TargetDedicatedNodes = 7;");

    size.rest(request);
    service.verify(
        postRequestedFor(urlPathEqualTo("/pools/p/enableautoscale"))
            .withRequestBody(
                matchingJsonPath("$.autoScaleFormula", containing("$TargetDedicatedNodes = 0;"))));
    assertThat(size.wake(request)).isTrue();
    service.verify(
        postRequestedFor(urlPathEqualTo("/pools/p/enableautoscale"))
            .withRequestBody(
                equalToJson("{\"autoScaleFormula\": \"$TargetDedicatedNodes = 7;\"}")));
  }

  @Test
  void aPoolThatIsBeingResizedIsWokenLater() {
    service.stubFor(
        post(urlPathEqualTo("/pools/p/resize"))
            .willReturn(
                aResponse()
                    .withStatus(409)
                    .withHeader("Content-Type", "application/json")
                    .withBody("{\"code\": \"PoolBeingResized\"}")));

    assertThat(size.wake(new PoolAddParameter().withTargetDedicatedNodes(2))).isFalse();
  }

  private static CloudPool lacking(String code) {
    return new CloudPool()
        .withState(PoolState.ACTIVE)
        .withAllocationState(AllocationState.STEADY)
        .withTargetDedicatedNodes(2)
        .withCurrentDedicatedNodes(0)
        .withResizeErrors(List.of(new ResizeError().withCode(code)));
  }
}
