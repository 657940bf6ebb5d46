package dev.batchline.target.azurebatch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.batchline.base.Secret;
import dev.batchline.target.azurebatch.AzureBatchAccount.Kind;
import dev.batchline.target.azurebatch.AzureBatchAccount.Leftover;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AzureBatchAccountTest {

  private static final Instant EXPIRY = Instant.parse("2026-11-21T06:00:00Z");

  private final WireMockServer service =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());
  private AzureBatchAccount account;

  @BeforeEach
  void start() {
    service.start();
    account =
        new AzureBatchAccount(
            new AzureBatchSettings(
                "account",
                URI.create("http://127.0.0.1:" + service.port()),
                new AzureBatchSettings.Access.SharedKey(Secret.of("c2VjcmV0"))),
            new TestTimeline(EXPIRY));
  }

  @AfterEach
  void stop() {
    account.close();
    service.stop();
  }

  @Test
  void onlyWhatCarriesARunsIdIsALeftover() {
    service.stubFor(
        get(urlPathEqualTo("/pools"))
            .willReturn(
                okJson(
                    """
                    {"value": [{"id": "someone-elses", "state": "active"},
                      {"id": "r1", "state": "active", "metadata": [
                        {"name": "batchline-run", "value": "r1"},
                        {"name": "batchline-expiry", "value": "2026-11-21T06:00:00Z"}]}],
                     "odata.nextLink": "%s/pools-2?api-version=2024-07-01.20.0"}
                    """
                        .formatted(service.baseUrl()))));
    service.stubFor(
        get(urlPathEqualTo("/pools-2"))
            .willReturn(
                okJson(
                    """
                    {"value": [{"id": "r2", "metadata": [{"name": "batchline-run", "value": "r2"},
                      {"name": "batchline-expiry", "value": "soon"}]}]}
                    """)));
    service.stubFor(
        get(urlPathEqualTo("/jobs"))
            .willReturn(
                okJson(
                    """
                    {"value": [{"id": "r1", "state": "completed", "metadata": [
                      {"name": "batchline-run", "value": "r1"}]}]}
                    """)));

    service.stubFor(get(urlPathEqualTo("/jobschedules")).willReturn(okJson("{\"value\": []}")));

    List<Leftover> leftovers = account.leftovers();

    assertThat(leftovers)
        .containsExactly(
            new Leftover(Kind.POOL, "r1", "r1", Optional.of(EXPIRY), true, Optional.empty(), 0, 0),
            new Leftover(Kind.POOL, "r2", "r2", Optional.empty(), true, Optional.empty(), 0, 0),
            new Leftover(Kind.JOB, "r1", "r1", Optional.empty(), false, Optional.empty(), 0, 0));
    assertThat(leftovers.get(0).hasExpired(EXPIRY)).isFalse();
    assertThat(leftovers.get(0).hasExpired(EXPIRY.plusSeconds(1))).isTrue();
    assertThat(leftovers.get(1).hasExpired(EXPIRY.plusSeconds(1))).isFalse();
  }

  @Test
  void removingWhatIsGoneDoesNothing() {
    service.stubFor(
        delete(urlPathEqualTo("/pools/r1"))
            .willReturn(
                aResponse()
                    .withStatus(404)
                    .withHeader("Content-Type", "application/json")
                    .withBody(
                        "{\"code\": \"PoolNotFound\", \"message\": {\"lang\": \"en-US\","
                            + " \"value\": \"m\"}}")));

    account.remove(
        new Leftover(Kind.POOL, "r1", "r1", Optional.empty(), true, Optional.empty(), 0, 0));

    service.verify(deleteRequestedFor(urlPathEqualTo("/pools/r1")));
  }
}
