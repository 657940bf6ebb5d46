package dev.batchline.devops;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.Secret;
import dev.batchline.base.Timeline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The shapes of the answers are those of the service's published 7.1 examples. */
class AzureDevOpsTest {

  private static final String LIST = "/contoso/risk/_apis/build/builds/531/artifacts";
  private static final String CONTENT = "/content";

  @RegisterExtension
  static final WireMockExtension SERVICE =
      WireMockExtension.newInstance()
          .options(WireMockConfiguration.options().dynamicPort())
          .build();

  @RegisterExtension
  static final WireMockExtension ELSEWHERE =
      WireMockExtension.newInstance()
          .options(WireMockConfiguration.options().dynamicPort())
          .build();

  @TempDir Path directory;
  private final List<Duration> waits = new ArrayList<>();
  private AzureDevOps devOps;

  @BeforeEach
  void connect() {
    Timeline timeline =
        new Timeline() {
          @Override
          public Instant now() {
            return Instant.EPOCH;
          }

          @Override
          public void sleep(Duration duration) {
            waits.add(duration);
          }
        };
    devOps =
        new AzureDevOps(
            URI.create("http://localhost:" + SERVICE.getPort() + "/contoso/"),
            "risk",
            Secret.of("token-1"),
            timeline);
  }

  @AfterEach
  void disconnect() {
    devOps.close();
  }

  @Test
  void anArtifactOfAnEarlierBuildIsUnpackedWithoutItsOuterDirectory() throws IOException {
    listing();
    SERVICE.stubFor(
        get(urlPathEqualTo(CONTENT))
            .willReturn(aResponse().withBody(zip("drop/target/app.jar", "jar"))));

    Path unpacked = devOps.download(531, "drop", directory.resolve("build"));

    assertThat(Files.readString(unpacked.resolve("target/app.jar"))).isEqualTo("jar");
    SERVICE.verify(
        getRequestedFor(urlPathEqualTo(LIST))
            .withQueryParam("api-version", equalTo("7.1"))
            .withHeader("X-TFS-FedAuthRedirect", equalTo("Suppress"))
            .withHeader("Authorization", equalTo("Basic OnRva2VuLTE=")));
  }

  @Test
  void theTokenDoesNotFollowARedirectToAnotherHost() throws IOException {
    listing();
    SERVICE.stubFor(
        get(urlPathEqualTo(CONTENT))
            .willReturn(
                aResponse()
                    .withStatus(302)
                    .withHeader(
                        "Location", "http://127.0.0.1:" + ELSEWHERE.getPort() + "/blob?sig=x")));
    ELSEWHERE.stubFor(
        get(urlPathEqualTo("/blob")).willReturn(aResponse().withBody(zip("drop/a", "b"))));

    devOps.download(531, "drop", directory);

    ELSEWHERE.verify(getRequestedFor(urlPathEqualTo("/blob")).withoutHeader("Authorization"));
  }

  @Test
  void aSignInPageIsARefusedTokenAndNotAnAnswer() {
    SERVICE.stubFor(
        get(urlPathEqualTo(LIST))
            .willReturn(
                aResponse()
                    .withStatus(203)
                    .withHeader("Content-Type", "text/html")
                    .withBody("<html>Sign In</html>")));

    assertThatThrownBy(() -> devOps.artifacts(531))
        .isInstanceOfSatisfying(
            RunException.class,
            failure -> {
              assertThat(failure.blame()).isEqualTo(Blame.SERVICE);
              assertThat(failure.reason()).contains("did not accept the access token");
              assertThat(failure.hint()).contains("SYSTEM_ACCESSTOKEN");
            });
  }

  @Test
  void throttlingIsWaitedForAsLongAsTheServiceSays() {
    SERVICE.stubFor(
        get(urlPathEqualTo(LIST))
            .inScenario("throttled")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "7"))
            .willSetStateTo("calm"));
    SERVICE.stubFor(
        get(urlPathEqualTo(LIST))
            .inScenario("throttled")
            .whenScenarioStateIs("calm")
            .willReturn(okJson("{\"count\":0,\"value\":[]}")));

    assertThat(devOps.artifacts(531)).isEmpty();
    assertThat(waits).containsExactly(Duration.ofSeconds(7));
  }

  @Test
  void aBuildThatIsNotThereIsTheCallersMistake() {
    SERVICE.stubFor(get(urlPathEqualTo(LIST)).willReturn(aResponse().withStatus(404)));

    assertThatThrownBy(() -> devOps.artifacts(531))
        .isInstanceOfSatisfying(
            RunException.class, failure -> assertThat(failure.blame()).isEqualTo(Blame.USER));
  }

  @Test
  void anUnknownArtifactNamesThoseThereAre() {
    listing();
    assertThatThrownBy(() -> devOps.download(531, "dorp", directory))
        .hasMessageContaining("[drop]");
  }

  @Test
  void anEntryThatLeavesTheDirectoryIsRefused() throws IOException {
    listing();
    SERVICE.stubFor(
        get(urlPathEqualTo(CONTENT)).willReturn(aResponse().withBody(zip("drop/../../evil", "x"))));

    assertThatThrownBy(() -> devOps.download(531, "drop", directory.resolve("build")))
        .hasMessageContaining("leaves its directory");
    assertThat(directory.resolve("evil")).doesNotExist();
  }

  private void listing() {
    SERVICE.stubFor(
        get(urlPathEqualTo(LIST))
            .willReturn(
                okJson(
                    """
                    {"count":1,"value":[{"id":322,"name":"drop","resource":{"type":"PipelineArtifact",
                    "downloadUrl":"http://localhost:%d/content?format=zip"}}]}
                    """
                        .formatted(SERVICE.getPort()))));
  }

  private static byte[] zip(String name, String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content.getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }
}
