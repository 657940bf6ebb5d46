package dev.batchline.target.azurebatch;

import com.azure.core.credential.TokenCredential;
import com.azure.core.util.ConfigurationBuilder;
import com.azure.identity.AzurePipelinesCredentialBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import java.util.List;
import java.util.Map;

/**
 * Chooses where tokens of Microsoft Entra ID come from.
 *
 * <p>In a step of Azure Pipelines that has a service connection, from the pipeline's own identity,
 * which gives new tokens for as long as the job runs; elsewhere from whatever {@code
 * DefaultAzureCredential} finds (variables, workload or managed identity, Azure CLI).
 */
public final class EntraId {

  private static final String TENANT = "AZURESUBSCRIPTION_TENANT_ID";
  private static final String CLIENT = "AZURESUBSCRIPTION_CLIENT_ID";
  private static final String CONNECTION = "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID";
  private static final String TOKEN = "SYSTEM_ACCESSTOKEN";
  private static final String OIDC = "SYSTEM_OIDCREQUESTURI";

  private EntraId() {}

  /**
   * @param environment of the process
   */
  public static TokenCredential credential(Map<String, String> environment) {
    if (inPipelineWithServiceConnection(environment)) {
      return new AzurePipelinesCredentialBuilder()
          .tenantId(environment.get(TENANT))
          .clientId(environment.get(CLIENT))
          .serviceConnectionId(environment.get(CONNECTION))
          .systemAccessToken(environment.get(TOKEN))
          .configuration(
              new ConfigurationBuilder(none -> Map.of(), none -> Map.of(), all -> environment)
                  .build())
          .build();
    }
    return new DefaultAzureCredentialBuilder().build();
  }

  private static boolean inPipelineWithServiceConnection(Map<String, String> environment) {
    return List.of(TENANT, CLIENT, CONNECTION, TOKEN, OIDC).stream()
        .noneMatch(name -> environment.getOrDefault(name, "").isBlank());
  }
}
