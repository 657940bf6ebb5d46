package dev.batchline.target.azurebatch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.batchline.base.RunException;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResourceManagerTest {

  private static final String ACCOUNT =
      "/subscriptions/s/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/a";

  private final WireMockServer service =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());

  @BeforeEach
  void start() {
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop();
  }

  @Test
  void quotasAreReadAsTheAccountHasThem() {
    service.stubFor(
        get(urlPathEqualTo(ACCOUNT))
            .willReturn(
                okJson(
                    """
                    {"properties": {"poolQuota": 100, "activeJobAndJobScheduleQuota": 300,
                      "dedicatedCoreQuota": 40, "lowPriorityCoreQuota": 0,
                      "dedicatedCoreQuotaPerVMFamilyEnforced": true,
                      "dedicatedCoreQuotaPerVMFamily": [
                        {"name": "standardDSv5Family", "coreQuota": 20}]}}
                    """)));

    assertThat(quotas())
        .isEqualTo(
            new AccountQuotas(
                OptionalInt.of(100),
                OptionalInt.of(300),
                OptionalInt.of(40),
                OptionalInt.of(0),
                Map.of("standardDSv5Family", 20)));
  }

  @Test
  void ofAnAccountWhoseSubscriptionLimitsCoresThereIsNoCoreQuota() {
    service.stubFor(
        get(urlPathEqualTo(ACCOUNT))
            .willReturn(
                okJson("{\"properties\": {\"poolQuota\": 100, \"dedicatedCoreQuota\": null}}")));

    assertThat(quotas().dedicatedCores()).isEmpty();
  }

  @Test
  void whoMayNotReadThemIsToldWhichRoleIsMissing() {
    service.stubFor(get(urlPathEqualTo(ACCOUNT)).willReturn(aResponse().withStatus(403)));

    assertThatThrownBy(this::quotas)
        .hasMessageContaining("403")
        .satisfies(e -> assertThat(((RunException) e).hint()).contains("\"Reader\""));
  }

  @Test
  void noTokenGoesToAnAddressWithoutHttps() {
    assertThatThrownBy(() -> new ResourceManager(ACCOUNT, "http://example.com", this::noToken))
        .hasMessageContaining("no https URL");
  }

  private AccountQuotas quotas() {
    return new ResourceManager(ACCOUNT, service.baseUrl(), this::noToken).quotas();
  }

  private com.azure.core.credential.TokenCredential noToken() {
    throw new IllegalStateException("a token was asked for");
  }
}
