package dev.batchline.target.azurebatch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import dev.batchline.base.RunException;
import dev.batchline.target.AttemptEnd;
import dev.batchline.target.KnownEnds;
import dev.batchline.target.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What ended, waits and computes, asked for in a handful of calls. */
class TargetObservationTest extends TargetFixture {

  @Test
  void anObservationTellsWhatEndedWhatWaitsAndWhatComputes() {
    target.prepare(Plans.setup());
    quietJob("active", "");
    service.stubFor(
        get(urlPathEqualTo(JOB + "/tasks"))
            .willReturn(
                json(
                    """
                    {"value": [
                      {"id": "simulate-1-1", "state": "completed",
                       "stateTransitionTime": "2026-11-21T06:00:03.25Z",
                       "nodeInfo": {"nodeId": "tvmps_1"},
                       "executionInfo": {"result": "success", "exitCode": 0, "retryCount": 0,
                         "requeueCount": 0, "startTime": "2026-11-21T06:00:01Z",
                         "endTime": "2026-11-21T06:00:03Z"}},
                      {"id": "someone-elses", "state": "completed",
                       "stateTransitionTime": "2026-11-21T06:00:04Z", "executionInfo": {
                         "result": "failure", "retryCount": 0, "requeueCount": 0}}],
                     "odata.nextLink": "%s/next?api-version=2024-07-01.20.0"}
                    """
                        .formatted(service.baseUrl()))));
    service.stubFor(
        get(urlPathEqualTo("/next"))
            .willReturn(
                json(
                    """
                    {"value": [{"id": "report-2", "state": "completed",
                      "stateTransitionTime": "2026-11-21T06:00:03.5Z",
                      "executionInfo": {"result": "failure", "exitCode": 2, "retryCount": 0,
                        "requeueCount": 0, "failureInfo": {"category": "UserError",
                        "code": "FailureExitCode", "message": "m"}}}]}
                    """)));

    List<AttemptEnd> ended = new ArrayList<>();
    Observation seen = target.observe(KnownEnds.NONE, ended::addAll);

    assertThat(ended)
        .extracting(end -> end.id().value())
        .containsExactly("simulate-1-1", "report-2");
    assertThat(seen.cursor()).isEqualTo(Instant.parse("2026-11-21T06:00:04Z"));
    assertThat(seen.waiting()).isEqualTo(5);
    assertThat(seen.running()).isEqualTo(3);
    assertThat(seen.closed()).isEmpty();
    assertThat(seen.capacity().nodesByState())
        .isEqualTo(Map.of("idle", 1, "running", 2, "preempted", 1));
    assertThat(seen.capacity().targetNodes()).isEqualTo(4);
    assertThat(seen.capacity().slotsPerNode()).isEqualTo(4);
    assertThat(seen.capacity().problems())
        .singleElement()
        .asString()
        .startsWith("resize error AllocationFailed: no capacity");

    target.observe(new KnownEnds(seen.cursor(), Map.of()), ended::addAll);
    service.verify(
        getRequestedFor(urlPathEqualTo(JOB + "/tasks"))
            .withQueryParam(
                "$filter",
                equalTo(
                    "state eq 'completed' and stateTransitionTime ge"
                        + " DateTime'2026-11-21T05:59:44Z'"))
            .withQueryParam("maxresults", equalTo("1000")));
    service.verify(1, getRequestedFor(urlPathEqualTo(POOL)));
  }

  @Test
  void nothingIsListedAgainThatWasAllToldAlready() {
    target.prepare(Plans.setup());
    quietJob("active", "");
    ended("simulate-1-1", "2026-11-21T06:00:03Z", "next");
    service.stubFor(get(urlPathEqualTo("/next")).willReturn(json("{\"value\": []}")));
    Observation seen = target.observe(KnownEnds.NONE, ended -> {});

    KnownEnds all = new KnownEnds(seen.cursor(), Map.of(1, 1L));
    for (int look = 0; look < 3; look++) {
      assertThat(target.observe(all, ended -> {}).cursor()).isEqualTo(seen.cursor());
    }

    service.verify(1, getRequestedFor(urlPathEqualTo(JOB + "/tasks")));
    service.verify(4, getRequestedFor(urlPathEqualTo(JOB + "/taskcounts")));
  }

  @Test
  void countsThatStandStillAreNotBelievedForEver() {
    target.prepare(Plans.setup());
    quietJob("active", "");
    ended("simulate-1-1", "2026-11-21T06:00:03Z", "next");
    service.stubFor(get(urlPathEqualTo("/next")).willReturn(json("{\"value\": []}")));
    Observation seen = target.observe(KnownEnds.NONE, ended -> {});

    KnownEnds all = new KnownEnds(seen.cursor(), Map.of(1, 1L));
    for (int look = 0; look < 4; look++) {
      target.observe(all, ended -> {});
    }

    service.verify(
        1,
        getRequestedFor(urlPathEqualTo(JOB + "/tasks"))
            .withQueryParam("$filter", matching(".*ge DateTime'2026-11-21T05:59:43Z'")));
  }

  @Test
  void whatAListingDidNotShowThoughItWasCountedIsLookedForFurtherBackAndFurther() {
    target.prepare(Plans.setup());
    quietJob("active", "");
    ended("simulate-2-1", "2026-11-21T06:00:03Z", "");
    KnownEnds none = new KnownEnds(Instant.parse("2026-11-21T06:00:03Z"), Map.of());

    for (int look = 0; look < 31; look++) {
      target.observe(none, ended -> {});
    }

    service.verify(1, listedSince("2026-11-21T06:00:03Z"));
    service.verify(29, listedSince("2026-11-21T05:59:43Z"));
    service.verify(1, listedSince("2026-11-21T05:45:03Z"));
  }

  private static RequestPatternBuilder listedSince(String time) {
    return getRequestedFor(urlPathEqualTo(JOB + "/tasks"))
        .withQueryParam("$filter", matching(".*ge DateTime'" + time + "'"));
  }

  private void ended(String id, String time, String next) {
    String link = next.isEmpty() ? "" : service.baseUrl() + "/" + next + "?api-version=1";
    service.stubFor(
        get(urlPathEqualTo(JOB + "/tasks"))
            .willReturn(
                json(
                    """
                    {"value": [{"id": "%s", "state": "completed", "stateTransitionTime": "%s",
                      "executionInfo": {"result": "success", "exitCode": 0, "retryCount": 0,
                        "requeueCount": 0}}], "odata.nextLink": "%s"}
                    """
                        .formatted(id, time, link))));
  }

  @Test
  void aStaleResizeErrorOfAPoolThatScalesItselfIsNoProblem() {
    target.prepare(Plans.setup());
    quietJob("active", "");
    service.stubFor(get(urlPathEqualTo(JOB + "/tasks")).willReturn(json("{\"value\": []}")));
    service.stubFor(
        get(urlPathEqualTo("/nodecounts"))
            .willReturn(json("{\"value\": [" + nodeCounts("\"running\": 4") + "]}")));
    service.stubFor(
        get(urlPathEqualTo(POOL))
            .willReturn(
                json(
                    """
                    {"id": "p", "state": "active", "allocationState": "steady",
                     "taskSlotsPerNode": 4, "enableAutoScale": true,
                     "autoScaleRun": {"timestamp": "2026-11-21T06:00:00Z", "results":
                       "$TargetDedicatedNodes=4;$TargetLowPriorityNodes=0"},
                     "resizeErrors": [{"code": "AllocationFailed", "message": "no capacity"}]}
                    """)));

    assertThat(target.observe(KnownEnds.NONE, ended -> {}).capacity().problems()).isEmpty();
  }

  @Test
  void aFurtherPoolThatIsNotThereYetIsNoNews() {
    target.open(Plans.setupThatMayHaveAFurtherPool());
    quietJob("active", "");
    service.stubFor(get(urlPathEqualTo(JOB + "/tasks")).willReturn(json("{\"value\": []}")));
    service.stubFor(get(urlPathEqualTo(JOB + "-2")).willReturn(error(404, "JobNotFound")));

    Observation seen = target.observe(KnownEnds.NONE, ended -> {});

    assertThat(seen.closed()).isEmpty();
    assertThat(seen.waiting()).isEqualTo(5);
  }

  @Test
  void aFurtherPoolThatWasRefusedIsNoNews() {
    target.prepare(Plans.setupWithFurtherPool());
    quietJob("active", "");
    service.stubFor(get(urlPathEqualTo(JOB + "/tasks")).willReturn(json("{\"value\": []}")));
    String job = JOB + "-2";
    service.stubFor(get(urlPathEqualTo(job)).willReturn(json("{\"state\": \"active\"}")));
    service.stubFor(
        get(urlPathEqualTo(job + "/taskcounts"))
            .willReturn(
                json("{\"taskCounts\": {\"active\": 0, \"running\": 0, \"completed\": 0}}")));
    service.stubFor(get(urlPathEqualTo(job + "/tasks")).willReturn(json("{\"value\": []}")));
    service.stubFor(get(urlPathEqualTo("/nodecounts")).willReturn(json("{\"value\": []}")));
    service.stubFor(get(urlPathEqualTo(POOL + "-2")).willReturn(error(404, "PoolNotFound")));
    service.stubFor(post(urlPathEqualTo("/pools")).willReturn(error(409, "PoolQuotaReached")));
    assertThatThrownBy(() -> target.extend(2)).isInstanceOf(RunException.class);

    assertThat(target.observe(KnownEnds.NONE, ended -> {}).signs().gone()).isEmpty();

    service.stubFor(get(urlPathEqualTo(job)).willReturn(json("{\"state\": \"completed\"}")));
    assertThat(target.observe(KnownEnds.NONE, ended -> {}).closed()).isEmpty();
  }

  @Test
  void aJobThatSomeoneEndedIsClosedAndOneThatIsDisabledIsNot() {
    target.prepare(Plans.setup());
    service.stubFor(get(urlPathEqualTo(JOB + "/tasks")).willReturn(json("{\"value\": []}")));

    quietJob("completed", ", \"executionInfo\": {\"terminateReason\": \"MaxWallClockTimeExpiry\"}");
    assertThat(target.observe(KnownEnds.NONE, ended -> {}).closed())
        .contains("the job was terminated: MaxWallClockTimeExpiry");

    quietJob("disabled", "");
    Observation disabled = target.observe(KnownEnds.NONE, ended -> {});
    assertThat(disabled.closed()).isEmpty();
    assertThat(disabled.capacity().problems()).anyMatch(line -> line.contains("disabled"));

    service.stubFor(get(urlPathEqualTo(JOB)).willReturn(error(404, "JobNotFound")));
    service.stubFor(get(urlPathEqualTo(JOB + "/tasks")).willReturn(error(404, "JobNotFound")));
    assertThat(target.observe(KnownEnds.NONE, ended -> {}).closed())
        .contains("the job was deleted");
  }

  @Test
  void aPoolThatIsNotThereAnyMoreIsTold() {
    target.prepare(Plans.setup());
    quietJob("active", "");
    service.stubFor(get(urlPathEqualTo(JOB + "/tasks")).willReturn(json("{\"value\": []}")));
    service.stubFor(get(urlPathEqualTo("/nodecounts")).willReturn(json("{\"value\": []}")));
    service.stubFor(get(urlPathEqualTo(POOL)).willReturn(error(404, "PoolNotFound")));

    Observation seen = target.observe(KnownEnds.NONE, ended -> {});

    assertThat(seen.signs().gone()).containsExactly(1);
    assertThat(seen.closed()).isEmpty();
  }

  @Test
  void aTailIsTheLastBytesAndNothingWhenTheNodeIsGone() {
    target.prepare(Plans.setup());
    String file = JOB + "/tasks/simulate-1-1/files/stdout.txt";
    service.stubFor(
        head(urlPathEqualTo(file))
            .willReturn(aResponse().withStatus(200).withHeader("Content-Length", "1000")));
    service.stubFor(
        get(urlPathEqualTo(file))
            .withHeader("ocp-range", equalTo("bytes=990-999"))
            .willReturn(
                aResponse()
                    .withStatus(206)
                    .withHeader("Content-Type", "text/plain")
                    .withBody("0123456789")));

    assertThat(target.tail(Plans.simulation(1).id(), "stdout.txt", 10)).contains("0123456789");

    service.stubFor(head(urlPathEqualTo(file)).willReturn(aResponse().withStatus(404)));
    assertThat(target.tail(Plans.simulation(1).id(), "stdout.txt", 10)).isEmpty();
  }
}
