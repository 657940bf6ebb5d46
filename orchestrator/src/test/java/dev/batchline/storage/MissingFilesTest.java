package dev.batchline.storage;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.headRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.batchline.base.Secret;
import dev.batchline.base.Timeline;
import dev.batchline.plan.LocalFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In how many calls it is found out which files Storage has not. */
class MissingFilesTest {

  private static final int SIZE = 7;

  /** Nothing that a run uses again has to be kept from whoever cleans. */
  private final String justNow =
      DateTimeFormatter.RFC_1123_DATE_TIME.format(OffsetDateTime.now(ZoneOffset.UTC));

  private final WireMockServer service =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());
  private FileStore files;

  @BeforeEach
  void start() {
    service.start();
    service.stubFor(head(anyUrl()).willReturn(aResponse().withStatus(404)));
    files =
        FileStore.open(
            new StorageSettings(
                "account",
                URI.create(service.baseUrl() + "/account"),
                new StorageSettings.Access.SharedKey(Secret.of("c2VjcmV0")),
                "batchline"),
            Timeline.system());
  }

  @AfterEach
  void stop() {
    files.close();
    service.stop();
  }

  @Test
  void aListingThatIsCompleteSaysItOfAllOfThem() {
    list(IntStream.range(0, 400), "");

    assertThat(files.missing(files(0, 900))).isEqualTo(hashes(400, 900));

    service.verify(1, getRequestedFor(anyUrl()));
    service.verify(0, headRequestedFor(anyUrl()));
  }

  @Test
  void amongFarMoreOthersFilesAreLookedForOneByOne() {
    list(IntStream.range(0, 50), "more");

    assertThat(files.missing(files(0, 120))).isEqualTo(hashes(50, 120));

    service.verify(1, getRequestedFor(anyUrl()));
    service.verify(70, headRequestedFor(anyUrl()));
  }

  @Test
  void nothingIsListedFurtherThanTheLastFileThatIsThere() {
    list(IntStream.range(0, 900), "more");

    assertThat(files.missing(files(0, 900))).isEmpty();

    service.verify(1, getRequestedFor(anyUrl()));
    service.verify(0, headRequestedFor(anyUrl()));
  }

  private void list(IntStream names, String marker) {
    String blobs =
        names
            .mapToObj(
                number ->
                    "<Blob><Name>objects/"
                        + hash(number)
                        + "</Name><Properties><Last-Modified>"
                        + justNow
                        + "</Last-Modified><Content-Length>"
                        + SIZE
                        + "</Content-Length></Properties></Blob>")
            .collect(Collectors.joining());
    service.stubFor(
        get(urlPathEqualTo("/account/batchline"))
            .withQueryParam("comp", equalTo("list"))
            .withQueryParam("marker", absent())
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", "application/xml")
                    .withBody(
                        "<?xml version=\"1.0\"?><EnumerationResults><Blobs>"
                            + blobs
                            + "</Blobs><NextMarker>"
                            + marker
                            + "</NextMarker></EnumerationResults>")));
  }

  private static List<LocalFile> files(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(number -> new LocalFile(Path.of("file-" + number), hash(number), SIZE))
        .toList();
  }

  private static Set<String> hashes(int from, int to) {
    return IntStream.range(from, to).mapToObj(MissingFilesTest::hash).collect(Collectors.toSet());
  }

  private static String hash(int number) {
    return String.format("%064x", number);
  }
}
