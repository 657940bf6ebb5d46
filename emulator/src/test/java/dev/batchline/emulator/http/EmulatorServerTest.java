package dev.batchline.emulator.http;

import static dev.batchline.emulator.http.TestServer.TOKEN;
import static dev.batchline.emulator.http.TestServer.VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmulatorServerTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private final TestServer server = new TestServer();

  @AfterEach
  void stop() {
    server.close();
  }

  private static JsonNode json(Response response) throws IOException {
    return JSON.readTree(response.body().string());
  }

  private static String code(Response response) throws IOException {
    return json(response).path("code").asText();
  }

  private void addPool(String id) throws IOException {
    server.post("/pools", "{\"id\":\"" + id + "\"}").close();
  }

  @Test
  void headersHaveTheCaseThatTheJavaSdkReads() throws IOException {
    addPool("p");
    String response =
        server.raw(
            "GET /pools/p?%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\nConnection: close\r\nclient-request-id: 0f0d57ac-2b1c-4b6d-8a9b-0123456789ab\r\nreturn-client-request-id: true\r\n\r\n"
                .formatted(VERSION, TOKEN));

    assertThat(response)
        .startsWith("HTTP/1.1 200")
        .contains("\r\nETag: 0x8DA9061E0AFB569\r\n")
        .contains("\r\nLast-Modified: Tue, 06 Sep 2022 23:45:28 GMT\r\n")
        .contains("\r\nclient-request-id: 0f0d57ac-2b1c-4b6d-8a9b-0123456789ab\r\n")
        .contains("\r\nDataServiceVersion: 3.0\r\n")
        .contains("\r\nContent-Type: application/json;odata=minimalmetadata\r\n")
        .containsPattern("\r\nrequest-id: " + GUID + "\r\n")
        .containsPattern("\r\nDate: ");
    assertThat(response).containsOnlyOnce("\r\nServer: ").doesNotContain("Jetty");
  }

  @Test
  void jsonIsChunkedAndAnErrorHasALength() throws IOException {
    assertThat(server.get("/pools?" + VERSION).header("Transfer-Encoding")).isEqualTo("chunked");
    assertThat(server.get("/pools/none?" + VERSION).header("Transfer-Encoding")).isNull();
  }

  @Test
  void theClientsRequestIdIsEchoedOnlyWhenAskedFor() throws IOException {
    Request.Builder request =
        new Request.Builder()
            .url(server.base() + "/pools?" + VERSION)
            .header("client-request-id", "0f0d57ac-2b1c-4b6d-8a9b-0123456789ab");

    assertThat(server.send(request).header("client-request-id")).isNull();
  }

  @Test
  void anErrorHasTheServicesEnvelopeWithRequestIdAndTime() throws IOException {
    Response response = server.get("/pools/none?" + VERSION);
    String requestId = response.header("request-id");
    String length = response.header("Content-Length");
    String text = response.body().string();
    JsonNode body = JSON.readTree(text);

    assertThat(response.code()).isEqualTo(404);
    assertThat(length).isEqualTo(String.valueOf(text.length()));
    assertThat(body.path("odata.metadata").asText())
        .isEqualTo(
            server.base()
                + "/$metadata#Microsoft.Azure.Batch.Protocol.Entities.Container.errors/@Element");
    assertThat(body.path("code").asText()).isEqualTo("PoolNotFound");
    assertThat(body.at("/message/lang").asText()).isEqualTo("en-US");
    assertThat(body.at("/message/value").asText())
        .matches(
            "(?s)The specified pool does not exist\\.\nRequestId:"
                + requestId
                + "\nTime:\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{7}Z");
    assertThat(body.has("values")).isFalse();
  }

  @Test
  void detailsOfAnErrorAreKeyAndValue() throws IOException {
    JsonNode body = json(server.get("/pools?maxresults=-5&" + VERSION));

    assertThat(body.path("code").asText()).isEqualTo("InvalidQueryParameterValue");
    assertThat(body.path("values").toString())
        .isEqualTo(
            "[{\"key\":\"QueryParameterName\",\"value\":\"maxresults\"},"
                + "{\"key\":\"QueryParameterValue\",\"value\":\"-5\"},"
                + "{\"key\":\"Reason\",\"value\":\"MaxResults cannot be less than 1\"}]");
  }

  @Test
  void anErrorOfHeadHasNoBody() throws IOException {
    String response =
        server.raw(
            "HEAD /pools/none?%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\nConnection: close\r\n\r\n"
                .formatted(VERSION, TOKEN));

    assertThat(response).startsWith("HTTP/1.1 404").endsWith("\r\n\r\n").doesNotContain("Pool");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /pools?api-version=2022-10-01.16.0,       200, ''",
    "GET,    /pools?api-version=latest,                400, UnsupportedRequestVersion",
    "GET,    /pools,                                   400, MissingRequiredQueryParameter",
    "GET,    /nothing?api-version=2024-07-01.20.0,     404, ResourceNotFound",
    "GET,    /pools/p/?api-version=2024-07-01.20.0,    404, ResourceNotFound",
    "DELETE, /pools?api-version=2024-07-01.20.0,       405, UnsupportedHttpVerb",
    "OPTIONS,/pools?api-version=2024-07-01.20.0,       405, UnsupportedHttpVerb",
    "GET,    /jobs?api-version=2024-07-01.20.0,        501, NotImplemented",
    "GET,    /lifetimejobstats?api-version=2024-07-01.20.0, 404, ResourceNotFound",
    "GET,    /pools?maxresults=1001&api-version=2024-07-01.20.0, 400, OutOfRangeQueryParameterValue",
    "GET,    /nodecounts?maxresults=11&api-version=2024-07-01.20.0, 400, OutOfRangeQueryParameterValue",
    "GET,    /pools?maxresults=x&api-version=2024-07-01.20.0, 400, InvalidQueryParameterValue",
    "GET,    /pools?$skiptoken=abc&api-version=2024-07-01.20.0, 400, InvalidQueryParameterValue",
    "GET,    /pools?$select=id%2C%20stat&api-version=2024-07-01.20.0, 400, InvalidQueryParameterValue",
    "GET,    /pools?$expand=everything&api-version=2024-07-01.20.0, 400, InvalidQueryParameterValue",
    "GET,    /pools?$filter=stat%20eq%20'x'&api-version=2024-07-01.20.0, 400, InvalidQueryParameterValue",
    "GET,    /jobs/j?api-version=2024-07-01.20.0,      500, InternalError",
  })
  void requestsAreRefusedWithTheirCode(String verb, String path, int status, String code)
      throws IOException {
    Response response =
        server.send(new Request.Builder().url(server.base() + path).method(verb, null));

    assertThat(response.code()).isEqualTo(status);
    assertThat(code(response)).isEqualTo(code);
  }

  @Test
  void anUnimplementedOperationIsNamed() throws IOException {
    JsonNode body = json(server.get("/jobs?" + VERSION));

    assertThat(body.toString()).contains("Job_List");
  }

  @Test
  void selectReturnsJustTheMembersAskedFor() throws IOException {
    server.post("/pools", "{\"id\":\"p\",\"vmSize\":\"small\",\"state\":\"active\"}").close();

    JsonNode body = json(server.get("/pools?$select=id,%20state&" + VERSION));

    assertThat(body.path("value").toString()).isEqualTo("[{\"id\":\"p\",\"state\":\"active\"}]");
    assertThat(body.path("odata.metadata").asText()).isEqualTo(server.base() + "/$metadata#pools");
  }

  @Test
  void theNextLinkIsAbsoluteAndRepeatsTheQuery() throws IOException {
    addPool("p1");
    addPool("p2");
    addPool("p3");
    String first =
        "/pools?" + VERSION + "&maxresults=1&%24filter=startswith(id%2C%27p%27)&timeout=30";

    JsonNode one = json(server.get(first));
    String link = one.path("odata.nextLink").asText();
    JsonNode two = json(server.get(link.substring(server.base().length())));

    assertThat(link).startsWith(server.base() + first).matches(".*&\\$skiptoken=[A-Za-z0-9_-]+");
    assertThat(one.at("/value/0/id").asText()).isEqualTo("p1");
    assertThat(two.at("/value/0/id").asText()).isEqualTo("p2");
    assertThat(two.path("odata.nextLink").asText()).containsOnlyOnce("skiptoken");
  }

  @Test
  void aConditionalReadIsAnsweredWith304WithoutABody() throws IOException {
    addPool("p");
    Request.Builder request = new Request.Builder().url(server.base() + "/pools/p?" + VERSION);

    Response same = server.send(request.header("If-None-Match", "0x8DA9061E0AFB569"));
    Response other = server.send(request.header("If-None-Match", "0x1"));

    assertThat(same.code()).isEqualTo(304);
    assertThat(same.body().string()).isEmpty();
    assertThat(other.code()).isEqualTo(200);
    other.close();
  }

  @Test
  void twoConditionsAreOneTooMany() throws IOException {
    addPool("p");

    Response response =
        server.send(
            new Request.Builder()
                .url(server.base() + "/pools/p?" + VERSION)
                .header("If-Match", "*")
                .header("If-None-Match", "0x1"));

    assertThat(code(response)).isEqualTo("MultipleConditionHeadersNotSupported");
  }

  @Test
  void conditionsReachTheServiceWithoutQuotes() throws IOException {
    server
        .send(
            new Request.Builder()
                .url(server.base() + "/pools/p/resize?" + VERSION)
                .header("If-Match", "\"0x8DA9061E0AFB569\"")
                .post(RequestBody.create("{}", null)))
        .close();

    assertThat(server.service.lastCall().conditions().ifMatch()).contains("0x8DA9061E0AFB569");
  }

  @Test
  void whatIsCreatedHasALocationAndADataServiceId() throws IOException {
    Response created = server.post("/pools", "{\"id\":\"p\"}");
    Response resized = server.post("/pools/p/resize", "{}");
    Response added = server.post("/jobs/j/addtaskcollection", "{\"value\":[]}");

    assertThat(created.code()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo(server.base() + "/pools/p");
    assertThat(created.header("DataServiceId")).isEqualTo(server.base() + "/pools/p");
    assertThat(resized.header("DataServiceId")).isEqualTo(server.base() + "/pools/p/resize");
    assertThat(added.header("DataServiceId")).isNull();
    assertThat(json(added).path("odata.metadata").asText()).endsWith("$metadata#taskaddresult");
  }

  @ParameterizedTest
  @CsvSource({"bytes=0-4,01234", "bytes=6-,6789", "bytes=8-99,89", "'',0123456789"})
  void aRangeOfAFileIsAnsweredWith200(String range, String content, @TempDir Path directory)
      throws IOException {
    server.service.file = Files.writeString(directory.resolve("out"), "0123456789");
    Request.Builder request =
        new Request.Builder()
            .url(server.base() + "/jobs/j/tasks/t/files/wd%2Fa%20b.txt?" + VERSION);
    if (!range.isEmpty()) {
      request.header("ocp-range", range);
    }

    Response response = server.send(request);

    assertThat(response.code()).isEqualTo(200);
    assertThat(response.body().string()).isEqualTo(content);
    assertThat(response.header("Content-Type")).isEqualTo("text/plain");
    assertThat(response.header("ocp-batch-file-isdirectory")).isEqualTo("False");
    assertThat(response.header("ocp-batch-file-mode")).isEqualTo("0o100644");
    assertThat(response.header("ocp-batch-file-url"))
        .startsWith("http%3A%2F%2F127.0.0.1%3A")
        .endsWith("%2Fwd%2Fa%20b.txt");
    assertThat(server.service.lastCall().name("filePath")).isEqualTo("wd/a b.txt");
  }

  @ParameterizedTest
  @CsvSource({"bytes=10-12", "bytes=5-4", "bytes=a-b", "lines=0-1", "bytes=-5"})
  void aRangeOutsideTheFileIsRefused(String range, @TempDir Path directory) throws IOException {
    server.service.file = Files.writeString(directory.resolve("out"), "0123456789");

    Response response =
        server.send(
            new Request.Builder()
                .url(server.base() + "/jobs/j/tasks/t/files/stdout.txt?" + VERSION)
                .header("ocp-range", range));

    assertThat(response.code()).isEqualTo(416);
    assertThat(code(response)).isEqualTo("InvalidRange");
  }

  @Test
  void aFileOlderThanTheDateAskedForIsNotSent(@TempDir Path directory) throws IOException {
    server.service.file = Files.writeString(directory.resolve("out"), "x");

    Response response =
        server.send(
            new Request.Builder()
                .url(server.base() + "/jobs/j/tasks/t/files/stdout.txt?" + VERSION)
                .header("If-Modified-Since", "Tue, 06 Sep 2022 23:45:28 GMT"));

    assertThat(response.code()).isEqualTo(304);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"id\":", "[1,2]", "nothing", "{} {}", "{\"a\":\"\u0001\"}", "'\"text\"'"})
  void whatIsNoJsonObjectIsRefused(String body) throws IOException {
    assertThat(code(server.post("/pools", body))).isEqualTo("InvalidRequestBody");
  }

  @Test
  void deepNestingIsRefused() throws IOException {
    String body = "{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}";

    assertThat(code(server.post("/pools", body))).isEqualTo("InvalidRequestBody");
  }

  @Test
  void aBodyAboveOneMebibyteIsRefusedWith413() throws IOException {
    String body = "{\"value\":[\"" + "x".repeat(3 * 1024 * 1024) + "\"]}";

    Response response = server.post("/jobs/j/addtaskcollection", body);

    assertThat(response.code()).isEqualTo(413);
    JsonNode error = json(response);
    assertThat(error.path("code").asText()).isEqualTo("RequestBodyTooLarge");
    assertThat(error.path("values").toString())
        .isEqualTo("[{\"key\":\"MaxLimit\",\"value\":\"1048576\"}]");
  }

  @Test
  void aHostThatIsNotThisMachineIsRefused() throws IOException {
    String request =
        "GET /pools?%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nAuthorization: %s\r\n\r\n";

    assertThat(server.raw(request.formatted(VERSION, "evil.example", TOKEN)))
        .startsWith("HTTP/1.1 403");
    assertThat(server.raw(request.formatted(VERSION, "127.0.0.1.evil.example:80", TOKEN)))
        .startsWith("HTTP/1.1 403");
    assertThat(server.raw(request.formatted(VERSION, "LocalHost:8080", TOKEN)))
        .startsWith("HTTP/1.1 200");
    assertThat(server.raw(request.formatted(VERSION, "[::1]:8080", TOKEN)))
        .startsWith("HTTP/1.1 200");
    assertThat(server.raw(request.formatted(VERSION, "emulator.test", TOKEN)))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void hugeHeadersAreRefusedWithoutHarm() throws IOException {
    String response =
        server.raw(
            "GET /pools HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(100_000) + "\r\n\r\n");

    assertThat(response).startsWith("HTTP/1.1 431").doesNotContain("jetty");
    assertThat(server.get("/pools?" + VERSION).code()).isEqualTo(200);
  }

  @Test
  void clientsThatNeverFinishTheirBodiesHoldNobodyUp() throws IOException {
    String head =
        "POST /pools?%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\nContent-Length: 50\r\n\r\n{"
            .formatted(VERSION, TOKEN);
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 150; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        slow.add(socket);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      }

      assertThat(server.get("/pools?" + VERSION).code()).isEqualTo(200);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void clientsThatNeverReadTheirFilesHoldNobodyUp(@TempDir Path directory) throws IOException {
    Path large = directory.resolve("stdout.txt");
    try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength(1L << 30);
    }
    server.service.file = large;
    addPool("p");
    String request =
        "GET /jobs/j/tasks/t/files/stdout.txt?%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\n\r\n"
            .formatted(VERSION, TOKEN);
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        idle.add(socket);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().read()).isEqualTo('H');
      }
      assertThat(server.get("/pools/p?" + VERSION).code()).isEqualTo(200);
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  @Test
  void aRequestWithoutCredentialsIsChallenged() throws IOException {
    Response response =
        server
            .http
            .newCall(new Request.Builder().url(server.base() + "/pools?" + VERSION).build())
            .execute();

    assertThat(response.code()).isEqualTo(401);
    assertThat(response.header("WWW-Authenticate")).contains("https://batch.core.windows.net/");
    assertThat(code(response)).isEqualTo("AuthenticationFailed");
  }
}
