package dev.batchline.target.azurebatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.identity.AzurePipelinesCredential;
import com.azure.identity.DefaultAzureCredential;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.target.azurebatch.AzureBatchSettings.Access;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AzureBatchSettingsTest {

  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "AZURE_BATCH_ACCOUNT", "acct",
              "AZURE_BATCH_ENDPOINT", "https://acct.westeurope.batch.azure.com",
              "AZURE_BATCH_ACCESS_KEY", "c2VjcmV0"));

  @Test
  void aKeyIsUsedWhenThereIsOneAndStaysSecret() {
    AzureBatchSettings settings = AzureBatchSettings.fromEnvironment(environment);

    assertThat(settings.access()).isInstanceOf(Access.SharedKey.class);
    assertThat(settings.toString()).doesNotContain("c2VjcmV0");
  }

  @Test
  void withoutAKeyTokensOfEntraIdAreUsed() {
    environment.remove("AZURE_BATCH_ACCESS_KEY");

    assertThat(AzureBatchSettings.fromEnvironment(environment).access())
        .isInstanceOfSatisfying(
            Access.EntraId.class,
            entra -> assertThat(entra.credential()).isInstanceOf(DefaultAzureCredential.class));
  }

  @Test
  void anEndpointMayLackItsSchemeOrEndWithASlash() {
    environment.put("AZURE_BATCH_ENDPOINT", "acct.westeurope.batch.azure.com/");

    assertThat(AzureBatchSettings.fromEnvironment(environment).endpoint())
        .isEqualTo(URI.create("https://acct.westeurope.batch.azure.com"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://acct.westeurope.batch.azure.com", "ftp://x", "https://", "", "a b"})
  void whatIsNotHttpsIsRefused(String endpoint) {
    environment.put("AZURE_BATCH_ENDPOINT", endpoint);

    assertThatThrownBy(() -> AzureBatchSettings.fromEnvironment(environment))
        .isInstanceOfSatisfying(
            RunException.class, e -> assertThat(e.blame()).isEqualTo(Blame.USER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:4711", "http://localhost:4711", "http://[::1]:4711"})
  void thisMachineMayBeAskedInTheClearButNotWithAToken(String endpoint) {
    environment.put("AZURE_BATCH_ENDPOINT", endpoint);
    assertThat(AzureBatchSettings.fromEnvironment(environment).endpoint().getPort())
        .isEqualTo(4711);

    environment.remove("AZURE_BATCH_ACCESS_KEY");
    assertThatThrownBy(() -> AzureBatchSettings.fromEnvironment(environment))
        .hasMessageContaining("token");
  }

  @Test
  void aPipelineWithAServiceConnectionNeedsNoSecret() {
    environment.put("AZURESUBSCRIPTION_TENANT_ID", "11111111-1111-1111-1111-111111111111");
    environment.put("AZURESUBSCRIPTION_CLIENT_ID", "22222222-2222-2222-2222-222222222222");
    environment.put(
        "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", "33333333-3333-3333-3333-333333333333");
    environment.put("SYSTEM_ACCESSTOKEN", "token");
    assertThat(EntraId.credential(environment)).isInstanceOf(DefaultAzureCredential.class);

    environment.put("SYSTEM_OIDCREQUESTURI", "https://dev.azure.com/x/_apis/oidc");
    assertThat(EntraId.credential(environment)).isInstanceOf(AzurePipelinesCredential.class);
  }
}
