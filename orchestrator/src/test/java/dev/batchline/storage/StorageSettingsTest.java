package dev.batchline.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class StorageSettingsTest {

  @Test
  void aConnectionStringComesFirst() {
    StorageSettings settings =
        read(
            Map.of(
                "AZURE_STORAGE_CONNECTION_STRING",
                "DefaultEndpointsProtocol=https;AccountName=team;AccountKey=a2V5;"
                    + "EndpointSuffix=core.chinacloudapi.cn",
                "AZURE_STORAGE_ACCOUNT",
                "other"));
    assertThat(settings.endpoint()).hasToString("https://team.blob.core.chinacloudapi.cn");
    assertThat(settings.access())
        .isEqualTo(new StorageSettings.Access.SharedKey(Secret.of("a2V5")));
    assertThat(settings.container()).isEqualTo("batchline");
  }

  @Test
  void theEmulatorOfStorageHasAShortName() {
    StorageSettings settings =
        read(Map.of("AZURE_STORAGE_CONNECTION_STRING", "UseDevelopmentStorage=true"));
    assertThat(settings.endpoint()).hasToString("http://127.0.0.1:10000/devstoreaccount1");
    assertThat(settings.account()).isEqualTo("devstoreaccount1");
  }

  @Test
  void anAccountWithoutAKeyIsReachedThroughEntraId() {
    StorageSettings settings = read(Map.of("AZURE_STORAGE_ACCOUNT", "team"));
    assertThat(settings.endpoint()).hasToString("https://team.blob.core.windows.net");
    assertThat(settings.access()).isInstanceOf(StorageSettings.Access.EntraId.class);
  }

  @Test
  void aKeyNeverShowsInText() {
    StorageSettings settings =
        read(Map.of("AZURE_STORAGE_ACCOUNT", "team", "AZURE_STORAGE_KEY", "c2VjcmV0"));
    assertThat(settings.toString()).doesNotContain("c2VjcmV0");
    assertThat(ConnectionString.parse("AccountName=a;AccountKey=c2VjcmV0").toString())
        .doesNotContain("c2VjcmV0");
  }

  @Test
  void whatCannotWorkIsRefusedAsTheUsers() {
    refused(Map.of(), "no account is named");
    refused(Map.of("AZURE_STORAGE_CONNECTION_STRING", "AccountName=team"), "it has no AccountKey");
    refused(
        Map.of("AZURE_STORAGE_CONNECTION_STRING", "AccountName=a;SharedAccessSignature=sv=1&sig=x"),
        "shared access signature");
    refused(
        Map.of(
            "AZURE_STORAGE_CONNECTION_STRING",
            "AccountName=a;AccountKey=a2V5;BlobEndpoint=http://example.org/a"),
        "not an https URL");
  }

  private static void refused(Map<String, String> environment, String reason) {
    assertThatThrownBy(() -> read(environment))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(reason.replace("it has", "has"))
        .satisfies(e -> assertThat(((RunException) e).blame()).isEqualTo(Blame.USER));
  }

  private static StorageSettings read(Map<String, String> environment) {
    return StorageSettings.of(environment, () -> request -> Mono.empty());
  }
}
