package dev.batchline.storage;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.Secret;
import dev.batchline.base.Timeline;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Storage on this machine, when its disk is full. */
class FullStorageTest {

  @Test
  void whatFindsNoRoomIsSaidAtOnceAndNotTriedAgain() {
    WireMockServer service = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    service.stubFor(
        put(anyUrl())
            .willReturn(aResponse().withStatus(507).withHeader("x-ms-error-code", "DiskFull")));
    service.start();
    try (FileStore files = FileStore.open(settings(service), Timeline.system())) {
      RunException told =
          catchThrowableOfType(
              RunException.class, () -> files.writeDurations("job", new byte[] {1, 2, 3}));

      assertThat(told.blame()).isEqualTo(Blame.CAPACITY);
      assertThat(told.code()).isEqualTo(FileStore.DISK_FULL);
      service.verify(1, putRequestedFor(anyUrl()));
    } finally {
      service.stop();
    }
  }

  private static StorageSettings settings(WireMockServer service) {
    return new StorageSettings(
        "account",
        URI.create(service.baseUrl() + "/account"),
        new StorageSettings.Access.SharedKey(Secret.of("c2VjcmV0")),
        "batchline");
  }
}
