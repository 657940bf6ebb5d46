package dev.batchline.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.JobTokens;
import dev.batchline.emulator.time.ManualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticatorTest {

  private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
  private static final String DATE = "Mon, 02 Sep 2024 10:00:00 GMT";
  private static final AccountKey ACCOUNT = new AccountKey("MyAccount", KEY);

  private final ManualTime time = new ManualTime(Instant.parse("2024-09-02T10:00:00Z"));
  private final JobTokens jobTokens = JobTokens.create();
  private final Authenticator authenticator = new Authenticator(ACCOUNT, jobTokens, time);

  private static Request signed(
      String verb, String path, String query, Map<String, String> headers, String text) {
    Map<String, String> all = new TreeMap<>(headers);
    all.put("ocp-date", DATE);
    byte[] signature = ACCOUNT.sign(text.getBytes(StandardCharsets.UTF_8));
    all.put(
        "Authorization", "SharedKey MyAccount:" + Base64.getEncoder().encodeToString(signature));
    return new Request(verb, path, Query.of(query), all);
  }

  private static Request get(String authorization) {
    return new Request(
        "GET",
        "/pools",
        Query.of("api-version=x"),
        Map.of("Authorization", authorization, "ocp-date", DATE));
  }

  private BatchError refusal(Request request) {
    return catchThrowableOfType(BatchError.class, () -> authenticator.check(request));
  }

  @Test
  void signaturesOfRealClientsAreAccepted() throws IOException {
    Optional<Path> vectors = Fixtures.find("batch/recordings/sharedkey_vectors.json");
    Assumptions.assumeTrue(vectors.isPresent());
    int checked = 0;
    for (JsonNode vector : new ObjectMapper().readTree(vectors.get().toFile()).path("vectors")) {
      Map<String, String> headers = new TreeMap<>();
      vector
          .path("headers")
          .properties()
          .forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
      headers.put("Authorization", vector.path("authorization").asText());
      Request request =
          new Request(
              vector.path("method").asText(),
              vector.path("rawPath").asText(),
              Query.of(vector.path("rawQuery").asText()),
              headers);

      assertThatCode(() -> authenticator.check(request))
          .as(vector.path("client").asText() + " " + vector.path("name").asText())
          .doesNotThrowAnyException();
      headers.put("ocp-date", "Mon, 02 Sep 2024 10:00:01 GMT");
      Request changed = new Request(request.verb(), request.path(), request.query(), headers);
      assertThat(refusal(changed).status()).isEqualTo(403);
      checked++;
    }
    assertThat(checked).isGreaterThan(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/myaccount/pools|as Java signs it",
        "/MyAccount/pools|as Python signs it",
      })
  void theAccountMayBeSignedInItsOwnOrInLowerCase(String resource, String client) {
    String text = "GET" + "\n".repeat(12) + "ocp-date:" + DATE + "\n" + resource;

    assertThatCode(() -> authenticator.check(signed("GET", "/pools", "", Map.of(), text)))
        .as(client)
        .doesNotThrowAnyException();
  }

  @Test
  void aContentLengthOfZeroMayBeSignedAsNothing() {
    Map<String, String> headers = Map.of("Content-Length", "0");
    String tail = "\n".repeat(9) + "ocp-date:" + DATE + "\n/myaccount/jobs/j/enable";

    for (String length : new String[] {"", "0"}) {
      String text = "POST\n\n\n" + length + tail;
      assertThatCode(() -> authenticator.check(signed("POST", "/jobs/j/enable", "", headers, text)))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void valuesOfTheQueryMayBeDecodedTwiceOrLeftOutWhenEmpty() {
    String head = "GET" + "\n".repeat(12) + "ocp-date:" + DATE + "\n/myaccount/pools";
    String query = "%24filter=id%20eq%20%27a%252Bb%27&x=";

    for (String values : new String[] {"id eq 'a%2Bb'\nx:", "id eq 'a+b'\nx:", "id eq 'a%2Bb'"}) {
      assertThatCode(
              () ->
                  authenticator.check(
                      signed("GET", "/pools", query, Map.of(), head + "\n$filter:" + values)))
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SharedKey MyAccount:AAAA, 403, AuthenticationFailed",
    "SharedKey Other:AAAA, 403, AuthenticationFailed",
    "SharedKey MyAccount:***, 403, AuthenticationFailed",
    "SharedKey MyAccount, 400, InvalidAuthenticationInfo",
    "SharedKey :AAAA, 400, InvalidAuthenticationInfo",
    "Basic dXNlcg==, 400, InvalidAuthenticationInfo",
    "Bearer token, 401, AuthenticationFailed",
    "Bearer a.b.c, 401, AuthenticationFailed",
    "Bearer e30.W10.x, 401, AuthenticationFailed",
  })
  void otherCredentialsAreRefused(String authorization, int status, String code) {
    BatchError error = refusal(get(authorization));

    assertThat(error.status()).isEqualTo(status);
    assertThat(error.code()).isEqualTo(code);
  }

  @Test
  void aSignatureIsGoodForAQuarterOfAnHour() {
    String text =
        "GET" + "\n".repeat(12) + "ocp-date:" + DATE + "\n/myaccount/pools\napi-version:x";
    Request request = signed("GET", "/pools", "api-version=x", Map.of(), text);

    time.advance(Duration.ofMinutes(15));
    assertThatCode(() -> authenticator.check(request)).doesNotThrowAnyException();
    time.advance(Duration.ofSeconds(1));
    assertThat(refusal(request).values().get("AuthenticationErrorDetail")).contains("too old");
  }

  @Test
  void aTokenIsAcceptedUntilItExpires() {
    long expires = time.now().getEpochSecond() + 60;
    String token =
        "Bearer "
            + TestServer.part("{\"typ\":\"JWT\"}")
            + "."
            + TestServer.part("{\"exp\":" + expires + "}")
            + ".signature";

    assertThatCode(() -> authenticator.check(get(token))).doesNotThrowAnyException();
    time.advance(Duration.ofSeconds(61));
    assertThat(refusal(get(token)).status()).isEqualTo(401);
  }

  @Test
  void theKeyIsNeverPrinted() {
    assertThat(ACCOUNT.toString()).doesNotContain(KEY).contains("MyAccount");
  }

  @Test
  void theTokenOfATaskIsGoodForItsJob() {
    String token = jobTokens.issue("Nightly-1", time.now());

    assertThat(authenticator.check(get("Bearer " + token))).contains("nightly-1");
  }

  @Test
  void aTokenOfAnotherEmulatorOrWithAnotherJobIsRefused() {
    String foreign = JobTokens.create().issue("j", time.now());
    assertThat(refusal(get("Bearer " + foreign)).status()).isEqualTo(401);

    String[] parts = jobTokens.issue("j", time.now()).split("\\.", -1);
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String changed = TestServer.part(claims.replace("\"j\"", "\"k\""));
    assertThat(changed).isNotEqualTo(parts[1]);
    assertThat(refusal(get("Bearer " + parts[0] + "." + changed + "." + parts[2])).status())
        .isEqualTo(401);
  }
}
