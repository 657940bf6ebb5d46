package dev.batchline.emulator.http;

import static dev.batchline.emulator.http.TestServer.VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults on request, as a client meets them. */
class FaultsTest {

  private final TestServer server = new TestServer();
  private final OkHttpClient once =
      server.http.newBuilder().retryOnConnectionFailure(false).build();

  @AfterEach
  void stop() {
    server.close();
  }

  private Response control(String verb, String body) throws IOException {
    return send(verb, body, "AccountKey " + TestServer.KEY);
  }

  private Response send(String verb, String body, String authorization) throws IOException {
    Request.Builder request =
        new Request.Builder()
            .url(server.base() + "/control/faults")
            .header("Authorization", authorization)
            .method(verb, verb.equals("POST") ? RequestBody.create(body, null) : null);
    return server.http.newCall(request.build()).execute();
  }

  private void rule(String rule) throws IOException {
    try (Response response = control("POST", "{'rules':[%s]}".formatted(rule).replace('\'', '"'))) {
      assertThat(response.code()).isEqualTo(200);
    }
  }

  private Response pools() throws IOException {
    return server.get("/pools?" + VERSION);
  }

  private Response addPool() throws IOException {
    return once.newCall(
            new Request.Builder()
                .url(server.base() + "/pools?" + VERSION)
                .header("Authorization", TestServer.TOKEN)
                .post(RequestBody.create("{\"id\":\"p\"}", null))
                .build())
        .execute();
  }

  @Test
  void aThrottledRequestSaysWhenToTryAgain() throws IOException {
    rule("{'kind':'error','status':429,'retryAfter':'PT1.5S','times':1}");

    try (Response throttled = pools()) {
      assertThat(throttled.code()).isEqualTo(429);
      assertThat(throttled.header("Retry-After")).isEqualTo("2");
      assertThat(throttled.body().string()).contains("\"code\":\"TooManyRequests\"");
    }
    assertThat(pools().code()).isEqualTo(200);
    assertThat(control("GET", "").body().string()).contains("\"met\":2,\"struck\":1,\"over\":true");
  }

  @Test
  void aRuleConcernsItsOperationsAlone() throws IOException {
    rule("{'kind':'error','status':500,'operations':['Pool_Get']}");

    assertThat(pools().code()).isEqualTo(200);
    assertThat(server.get("/pools/p?" + VERSION).code()).isEqualTo(500);
    control("DELETE", "").close();
    assertThat(server.get("/pools/p?" + VERSION).code()).isEqualTo(404);
  }

  @Test
  void aConnectionDroppedBeforeTheWorkLeavesNothing() throws IOException {
    rule("{'kind':'dropBefore','operations':['Pool_Add']}");

    assertThatThrownBy(this::addPool).isInstanceOf(IOException.class);
    assertThat(server.service.pools).isEmpty();
  }

  @Test
  void aConnectionDroppedAfterTheWorkLosesJustTheAnswer() throws IOException {
    rule("{'kind':'dropAfter','operations':['Pool_Add'],'times':1}");

    assertThatThrownBy(this::addPool).isInstanceOf(IOException.class);
    assertThat(server.service.pools).containsOnlyKeys("p");
    assertThat(addPool().code()).isEqualTo(409);
  }

  @Test
  void aSlowAnswerTakesItsTime() throws IOException {
    rule("{'kind':'delay','delay':'PT0.3S','times':1}");

    long start = System.nanoTime();
    pools().close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
  }

  @Test
  void theSameSeedMeetsTheSameFaults() throws IOException {
    List<Integer> first = statuses(7);

    assertThat(statuses(7)).isEqualTo(first).contains(200, 500);
    assertThat(statuses(8)).isNotEqualTo(first);
  }

  private List<Integer> statuses(int seed) throws IOException {
    control(
            "POST",
            "{\"seed\":%d,\"rules\":[{\"kind\":\"error\",\"probability\":0.5}]}".formatted(seed))
        .close();
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      try (Response response = pools()) {
        statuses.add(response.code());
      }
    }
    return statuses;
  }

  @Test
  void theAccountsKeyIsNeeded() throws IOException {
    for (String wrong : new String[] {"AccountKey AAAA", "AccountKey *", TestServer.TOKEN, "x"}) {
      assertThat(send("POST", "{\"rules\":[]}", wrong).code()).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "{'rules':{}}",
        "{'rules':['x']}",
        "{'rules':[{'kind':'fire'}]}",
        "{'rules':[{'kind':'error','status':200}]}",
        "{'rules':[{'kind':'error','probability':2}]}",
        "{'rules':[{'kind':'error','times':0}]}",
        "{'rules':[{'kind':'error','operation':['Pool_Get']}]}",
        "{'rules':[{'kind':'error','operations':['Pool_Git']}]}",
        "{'rules':[{'kind':'unusable','operations':['Pool_Get']}]}",
        "{'rules':[{'kind':'download-failed','code':'NoSuchCode'}]}",
        "{'rules':[{'kind':'allocation-failed','code':'NoSuchCode'}]}",
        "{'rules':[{'kind':'error','times':'often'}]}",
        "{'rules':[{'kind':'error','operations':{}}]}",
        "{'rules':[{'kind':'error','duration':'soon'}]}",
        "{'rules':[{'kind':'error','duration':'PT0S'}]}",
        "{'profile':'calm'}",
        "{'rules':[{'kind':'delay','delay':'PT2H'}]}",
        "{'rules':[{'kind':'delay','delay':'soon'}]}",
        "{'rules':[{'kind':'error','retryAfter':'-PT1S'}]}",
      })
  void whatIsNoRuleIsRefusedAndChangesNothing(String body) throws IOException {
    try (Response response = control("POST", body.replace('\'', '"'))) {
      assertThat(response.code()).isEqualTo(400);
      assertThat(response.body().string()).startsWith("{\"error\":");
    }
    assertThat(pools().code()).isEqualTo(200);
  }
}
