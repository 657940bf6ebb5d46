package dev.batchline.target.azurebatch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.batchline.base.RunException;
import dev.batchline.base.Secret;
import dev.batchline.storage.RunLease;
import dev.batchline.target.Permit;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that was stopped while it created a run's job and pool, and goes on too late. */
class LateCreationTest {

  private static final String POOL = "/pools/" + Plans.RUN;
  private static final String JOB = "/jobs/" + Plans.RUN;

  /** It is asked before and after the job, and before and after the pool. */
  private static final int AFTER_THE_POOL = 4;

  private final WireMockServer service =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());
  private AzureBatchTarget target;

  @BeforeEach
  void start() {
    service.start();
    target =
        new AzureBatchTarget(
            new AzureBatchSettings(
                "account",
                URI.create("http://127.0.0.1:" + service.port()),
                new AzureBatchSettings.Access.SharedKey(Secret.of("c2VjcmV0"))),
            new TestTimeline(Instant.parse("2026-11-21T06:00:05Z")));
    service.stubFor(post(urlPathEqualTo("/pools")).willReturn(aResponse().withStatus(201)));
    service.stubFor(post(urlPathEqualTo("/jobs")).willReturn(aResponse().withStatus(201)));
    service.stubFor(delete(urlPathEqualTo(POOL)).willReturn(aResponse().withStatus(202)));
  }

  @AfterEach
  void stop() {
    target.close();
    service.stop();
  }

  @Test
  void whoHasLostTheRunCreatesNothing() {
    assertLost(new Lost(1, false));

    service.verify(0, postRequestedFor(anyUrl()));
  }

  @Test
  void whatIsCreatedAfterTheRunHadEndedElsewhereIsRemovedAgain() {
    assertLost(new Lost(AFTER_THE_POOL, true));

    service.verify(deleteRequestedFor(urlPathEqualTo(POOL)));
  }

  @Test
  void whatIsCreatedForARunThatAnotherProcessDrivesStays() {
    assertLost(new Lost(AFTER_THE_POOL, false));

    service.verify(postRequestedFor(urlPathEqualTo("/pools")));
    service.verify(0, deleteRequestedFor(anyUrl()));
    service.verify(0, postRequestedFor(urlPathEqualTo(JOB + "/terminate")));
  }

  @Test
  void asLongAsADeletedPoolIsOnItsWayOutItIsNotCreatedAgain() {
    target.open(Plans.setup());
    service.stubFor(
        post(urlPathEqualTo("/pools"))
            .willReturn(
                aResponse()
                    .withStatus(409)
                    .withHeader("Content-Type", "application/json")
                    .withBody("{\"code\": \"PoolBeingDeleted\"}")));

    assertThat(target.createAgain(1)).isFalse();
    service.stubFor(post(urlPathEqualTo("/pools")).willReturn(aResponse().withStatus(201)));
    assertThat(target.createAgain(1)).isTrue();
  }

  private void assertLost(Lost permit) {
    assertThatThrownBy(() -> target.prepare(Plans.setup(permit)))
        .isInstanceOfSatisfying(
            RunException.class, e -> assertThat(e.code()).isEqualTo(RunLease.LOST));
  }

  /** The lease is lost when it is asked about for this time; so is the run over, or not. */
  private static final class Lost implements Permit {
    private final int when;
    private final boolean over;
    private int asked;

    Lost(int when, boolean over) {
      this.when = when;
      this.over = over;
    }

    @Override
    public void require() {
      if (++asked >= when) {
        throw RunLease.lost(Plans.RUN, null);
      }
    }

    @Override
    public boolean isOver() {
      return over;
    }
  }
}
