package dev.batchline.target.azurebatch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A service that refuses, has no time, or is not there. */
class ServiceTroubleTest extends TargetFixture {

  @Test
  void aRefusedKeyIsExplainedAndSoIsAWrongClock() {
    service.stubFor(
        post(urlPathEqualTo("/pools"))
            .willReturn(
                error(403, "AuthenticationFailed")
                    .withHeader("Date", "Sat, 21 Nov 2026 05:20:05 GMT")));

    assertThatThrownBy(() -> target.prepare(Plans.setup()))
        .isInstanceOfSatisfying(
            RunException.class,
            e -> {
              assertThat(e.blame()).isEqualTo(Blame.SERVICE);
              assertThat(e.hint()).contains("40 minutes off", "AZURE_BATCH_ACCESS_KEY");
              assertThat(e).hasMessageNotContaining("c2VjcmV0");
            });
  }

  @Test
  void aBusyServiceIsAskedAgainWhenItSaidTo() {
    service.stubFor(
        inTurn(post(urlPathEqualTo("/pools")), "busy", Scenario.STARTED, "then")
            .willReturn(error(503, "ServerBusy").withHeader("Retry-After", "7")));
    service.stubFor(
        inTurn(post(urlPathEqualTo("/pools")), "busy", "then", "done")
            .willReturn(error(429, "TooManyRequests").withHeader("Retry-After", "3")));
    service.stubFor(
        inTurn(post(urlPathEqualTo("/pools")), "busy", "done", "done").willReturn(answer(201)));

    target.prepare(Plans.setup());

    assertThat(timeline.sleeps()).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(3));
  }

  @Test
  void aGatewaysErrorPageIsAStatusLikeAnyOther() {
    service.stubFor(
        post(urlPathEqualTo("/pools"))
            .willReturn(
                aResponse()
                    .withStatus(502)
                    .withHeader("Content-Type", "text/html")
                    .withBody("<html>Bad gateway</html>")));

    assertThatThrownBy(() -> target.prepare(Plans.setup())).hasMessageContaining("Http502");
    assertThat(timeline.sleeps()).hasSize(6);
  }

  @Test
  void aServiceThatIsNotThereIsSaidSoAfterAllTries() {
    service.stop();

    assertThatThrownBy(() -> target.prepare(Plans.setup()))
        .isInstanceOfSatisfying(
            RunException.class,
            e -> {
              assertThat(e.blame()).isEqualTo(Blame.SERVICE);
              assertThat(e.hint()).contains("AZURE_BATCH_ENDPOINT");
            });
    assertThat(timeline.sleeps()).hasSize(6);
  }
}
