package dev.batchline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionOptionsTest {

  private final ConnectionOptions options = new ConnectionOptions();

  @TempDir Path directory;

  @Test
  void flagsOverrideTheProfileWhichOverridesTheEnvironment() throws IOException {
    options.profile = profile("AZURE_BATCH_ACCOUNT=fromprofile\nAZURE_BATCH_ENDPOINT=https://p");
    options.batchAccount = "fromflag";

    assertThat(
            options.over(Map.of("AZURE_BATCH_ACCOUNT", "e", "AZURE_BATCH_ENDPOINT", "https://e")))
        .containsEntry("AZURE_BATCH_ACCOUNT", "fromflag")
        .containsEntry("AZURE_BATCH_ENDPOINT", "https://p");
  }

  @Test
  void aNamedStorageAccountIsNotHiddenByAConnectionString() throws IOException {
    options.storageAccount = "other";

    assertThat(options.over(Map.of("AZURE_STORAGE_CONNECTION_STRING", "x")))
        .containsEntry("AZURE_STORAGE_ACCOUNT", "other")
        .doesNotContainKey("AZURE_STORAGE_CONNECTION_STRING");
  }

  @Test
  void aMistypedNameInAProfileIsCorrected() throws IOException {
    options.profile = profile("AZURE_BATCH_ACOUNT=x");

    assertThatThrownBy(() -> options.over(Map.of()))
        .hasMessageContaining("AZURE_BATCH_ACOUNT")
        .extracting(e -> ((dev.batchline.base.RunException) e).hint())
        .isEqualTo("Did you mean AZURE_BATCH_ACCOUNT?");
  }

  private String profile(String content) throws IOException {
    return Files.writeString(directory.resolve("azure.profile"), content).toString();
  }
}
