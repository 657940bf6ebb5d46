package dev.batchline.target.azurebatch;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.batchline.base.RunException;
import dev.batchline.base.Timeline;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefusedIdentityTest {

  @Test
  void aRefusalByACodeThatIsNotKnownNamesTheRole() {
    WireMockServer server = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    server.stubFor(
        any(anyUrl())
            .willReturn(
                jsonResponse(
                    "{\"code\":\"PermissionDenied\",\"message\":{\"lang\":\"en-US\",\"value\":"
                        + "\"The identity lacks a privilege.\\nRequestId:1\"}}",
                    403)));
    server.start();
    AzureBatchSettings settings =
        AzureBatchSettings.fromEnvironment(
            Map.of(
                "AZURE_BATCH_ACCOUNT", "account",
                "AZURE_BATCH_ENDPOINT", server.baseUrl(),
                "AZURE_BATCH_ACCESS_KEY", "a2V5"));
    try (AzureBatchAccount account = new AzureBatchAccount(settings, Timeline.system())) {
      RunException refused = catchThrowableOfType(RunException.class, account::use);
      assertThat(refused.getMessage())
          .contains("PermissionDenied (The identity lacks a privilege)");
      assertThat(refused.hint()).contains("Azure Batch Data Contributor");
    } finally {
      server.stop();
    }
  }
}
