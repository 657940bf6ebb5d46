package dev.batchline.target.azurebatch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.Secret;
import dev.batchline.target.Attempt;
import dev.batchline.target.AttemptEnd;
import dev.batchline.target.AttemptId;
import dev.batchline.target.Capacity;
import dev.batchline.target.FailureKind;
import dev.batchline.target.KnownEnds;
import dev.batchline.target.NodeTrouble;
import dev.batchline.target.Observation;
import dev.batchline.target.Outcome;
import dev.batchline.target.Submission;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The target against what Azure Batch is documented to answer, faults above all. */
class AzureBatchTargetTest {

  private static final String RUN = Plans.RUN.value();
  private static final String JOB = "/jobs/" + RUN;
  private static final String POOL = "/pools/" + RUN;
  private static final String ADD = JOB + "/addtaskcollection";
  private static final String OURS =
      "\"metadata\": [{\"name\": \"batchline-run\", \"value\": \"" + RUN + "\"}]";
  private static final Instant NOW = Instant.parse("2026-11-21T06:00:05Z");

  private final WireMockServer service =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());
  private final TestTimeline timeline = new TestTimeline(NOW);
  private AzureBatchTarget target;

  @BeforeEach
  void start() {
    service.start();
    target =
        new AzureBatchTarget(
            new AzureBatchSettings(
                "account",
                URI.create("http://127.0.0.1:" + service.port()),
                new AzureBatchSettings.Access.SharedKey(Secret.of("c2VjcmV0"))),
            timeline);
    service.stubFor(post(urlPathEqualTo("/pools")).willReturn(answer(201)));
    service.stubFor(post(urlPathEqualTo("/jobs")).willReturn(answer(201)));
  }

  @AfterEach
  void stop() {
    target.close();
    service.stop();
  }

  @Test
  void preparingCreatesAPoolAndAJobWithTheRunsId() {
    assertThat(target.prepare(Plans.setup())).isEqualTo(Map.of("pool", RUN, "job", RUN));

    service.verify(
        postRequestedFor(urlPathEqualTo("/pools"))
            .withQueryParam("api-version", equalTo("2024-07-01.20.0"))
            .withHeader("Authorization", matching("SharedKey account:.+")));
    service.verify(postRequestedFor(urlPathEqualTo("/jobs")));
  }

  @Test
  void preparingAgainFindsWhatIsOurs() {
    service.stubFor(post(urlPathEqualTo("/pools")).willReturn(error(409, "PoolExists")));
    service.stubFor(post(urlPathEqualTo("/jobs")).willReturn(error(409, "JobExists")));
    service.stubFor(
        get(urlPathEqualTo(POOL)).willReturn(json("{\"state\": \"active\", " + OURS + "}")));
    service.stubFor(
        get(urlPathEqualTo(JOB)).willReturn(json("{\"state\": \"active\", " + OURS + "}")));

    assertThat(target.prepare(Plans.setup())).containsEntry("job", RUN);
  }

  @Test
  void aPoolOfSomeoneElseIsNotTaken() {
    service.stubFor(post(urlPathEqualTo("/pools")).willReturn(error(409, "PoolExists")));
    service.stubFor(get(urlPathEqualTo(POOL)).willReturn(json("{\"state\": \"active\"}")));

    assertThatThrownBy(() -> target.prepare(Plans.setup()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("does not name this run");
  }

  @Test
  void aQuotaIsAMatterOfCapacity() {
    service.stubFor(post(urlPathEqualTo("/pools")).willReturn(error(409, "PoolQuotaReached")));

    assertThatThrownBy(() -> target.prepare(Plans.setup()))
        .isInstanceOfSatisfying(
            RunException.class,
            e -> {
              assertThat(e.blame()).isEqualTo(Blame.CAPACITY);
              assertThat(e.reason()).contains("PoolQuotaReached");
              assertThat(e.hint()).contains("batchline clean");
            });
    assertThat(timeline.sleeps()).isEmpty();
  }

  @Test
  void aQuotaOfJobsLeavesNoPoolBehindThatCosts() {
    service.stubFor(
        post(urlPathEqualTo("/jobs")).willReturn(error(409, "ActiveJobAndScheduleQuotaReached")));

    assertThatThrownBy(() -> target.prepare(Plans.setup()))
        .isInstanceOfSatisfying(
            RunException.class, e -> assertThat(e.blame()).isEqualTo(Blame.CAPACITY));
    service.verify(0, postRequestedFor(urlPathEqualTo("/pools")));
  }

  @Test
  void aPoolThatIsRefusedForGoodTakesItsJobWithIt() {
    service.stubFor(post(urlPathEqualTo("/pools")).willReturn(error(400, "InvalidPropertyValue")));

    assertThatThrownBy(() -> target.prepare(Plans.setup()))
        .isInstanceOfSatisfying(
            RunException.class, e -> assertThat(e.blame()).isEqualTo(Blame.USER));
    service.verify(postRequestedFor(urlPathEqualTo(JOB + "/terminate")));
  }

  @Test
  void aRefusedKeyIsExplainedAndSoIsAWrongClock() {
    service.stubFor(
        post(urlPathEqualTo("/pools"))
            .willReturn(
                error(403, "AuthenticationFailed")
                    .withHeader("Date", "Sat, 21 Nov 2026 05:20:05 GMT")));

    assertThatThrownBy(() -> target.prepare(Plans.setup()))
        .isInstanceOfSatisfying(
            RunException.class,
            e -> {
              assertThat(e.blame()).isEqualTo(Blame.SERVICE);
              assertThat(e.hint()).contains("40 minutes off", "AZURE_BATCH_ACCESS_KEY");
              assertThat(e).hasMessageNotContaining("c2VjcmV0");
            });
  }

  @Test
  void aBusyServiceIsAskedAgainWhenItSaidTo() {
    service.stubFor(
        inTurn(post(urlPathEqualTo("/pools")), "busy", Scenario.STARTED, "then")
            .willReturn(error(503, "ServerBusy").withHeader("Retry-After", "7")));
    service.stubFor(
        inTurn(post(urlPathEqualTo("/pools")), "busy", "then", "done")
            .willReturn(error(429, "TooManyRequests").withHeader("Retry-After", "3")));
    service.stubFor(
        inTurn(post(urlPathEqualTo("/pools")), "busy", "done", "done").willReturn(answer(201)));

    target.prepare(Plans.setup());

    assertThat(timeline.sleeps()).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(3));
  }

  @Test
  void aGatewaysErrorPageIsAStatusLikeAnyOther() {
    service.stubFor(
        post(urlPathEqualTo("/pools"))
            .willReturn(
                aResponse()
                    .withStatus(502)
                    .withHeader("Content-Type", "text/html")
                    .withBody("<html>Bad gateway</html>")));

    assertThatThrownBy(() -> target.prepare(Plans.setup())).hasMessageContaining("Http502");
    assertThat(timeline.sleeps()).hasSize(6);
  }

  @Test
  void aServiceThatIsNotThereIsSaidSoAfterAllTries() {
    service.stop();

    assertThatThrownBy(() -> target.prepare(Plans.setup()))
        .isInstanceOfSatisfying(
            RunException.class,
            e -> {
              assertThat(e.blame()).isEqualTo(Blame.SERVICE);
              assertThat(e.hint()).contains("AZURE_BATCH_ENDPOINT");
            });
    assertThat(timeline.sleeps()).hasSize(6);
  }

  @Test
  void attemptsGoInCollectionsOfAtMostAHundred() {
    target.prepare(Plans.setup());
    service.stubFor(
        post(urlPathEqualTo(ADD))
            .withRequestBody(matching("(?s).*\"simulate-100-1\".*"))
            .willReturn(results(ids(1, 100), "success", "")));
    service.stubFor(
        post(urlPathEqualTo(ADD))
            .withRequestBody(matching("(?s).*\"simulate-200-1\".*"))
            .willReturn(results(ids(101, 200), "success", "")));
    service.stubFor(
        post(urlPathEqualTo(ADD))
            .withRequestBody(matching("(?s).*\"simulate-250-1\".*"))
            .willReturn(results(ids(201, 250), "success", "")));

    Submission submission = target.submit(1, attempts(1, 250));

    assertThat(submission.accepted()).hasSize(250).doesNotHaveDuplicates();
    assertThat(submission.refused()).isEmpty();
    service.verify(3, postRequestedFor(urlPathEqualTo(ADD)));
  }

  @Test
  void aLostReplyIsSettledByLookingWhoTheTaskIs() {
    target.prepare(Plans.setup());
    service.stubFor(
        inTurn(post(urlPathEqualTo(ADD)), "lost", Scenario.STARTED, "then")
            .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    service.stubFor(
        inTurn(post(urlPathEqualTo(ADD)), "lost", "then", "then")
            .willReturn(results(ids(1, 2), "clienterror", "TaskExists")));
    service.stubFor(
        get(urlPathEqualTo(JOB + "/tasks"))
            .withQueryParam("$filter", matching(".*id eq 'simulate-1-1'.*"))
            .willReturn(
                json(
                    "{\"value\": ["
                        + existing("simulate-1-1", "simulate-1", "1")
                        + ","
                        + existing("simulate-2-1", "someone-elses", "1")
                        + "]}")));

    Submission submission = target.submit(1, attempts(1, 2));

    assertThat(submission.accepted()).containsExactly(Plans.simulation(1).id());
    assertThat(submission.refused())
        .extracting(AttemptEnd::id)
        .containsExactly(Plans.simulation(2).id());
  }

  @Test
  void whatTheServiceCouldNotTakeIsOfferedAgain() {
    target.prepare(Plans.setup());
    service.stubFor(
        inTurn(post(urlPathEqualTo(ADD)), "again", Scenario.STARTED, "then")
            .willReturn(results(ids(1, 1), "servererror", "ServerBusy")));
    service.stubFor(
        inTurn(post(urlPathEqualTo(ADD)), "again", "then", "then")
            .willReturn(results(ids(1, 1), "success", "")));

    assertThat(target.submit(1, attempts(1, 1)).accepted()).hasSize(1);
  }

  @Test
  void oneTaskThatIsRefusedDoesNotHoldUpTheOthers() {
    target.prepare(Plans.setup());
    service.stubFor(
        post(urlPathEqualTo(ADD))
            .atPriority(1)
            .withRequestBody(matching("(?s).*\"simulate-3-1\".*"))
            .willReturn(error(400, "InvalidPropertyValue")));
    for (String id : List.of("1", "2", "4")) {
      service.stubFor(
          post(urlPathEqualTo(ADD))
              .atPriority(3)
              .withRequestBody(matching("(?s).*\"simulate-" + id + "-1\".*"))
              .willReturn(results(List.of("simulate-" + id + "-1"), "success", "")));
    }
    service.stubFor(
        post(urlPathEqualTo(ADD))
            .atPriority(2)
            .withRequestBody(matching("(?s).*\"simulate-1-1\".*\"simulate-2-1\".*"))
            .willReturn(results(ids(1, 2), "success", "")));

    Submission submission = target.submit(1, attempts(1, 4));

    assertThat(submission.accepted())
        .extracting(AttemptId::value)
        .containsExactlyInAnyOrder("simulate-1-1", "simulate-2-1", "simulate-4-1");
    assertThat(submission.refused())
        .singleElement()
        .extracting(end -> ((Outcome.Failed) end.outcome()).kind())
        .isEqualTo(FailureKind.REJECTED);
  }

  @Test
  void aCollectionThatIsTooLargeIsHalved() {
    target.prepare(Plans.setup());
    service.stubFor(
        post(urlPathEqualTo(ADD))
            .atPriority(1)
            .withRequestBody(matching("(?s).*\"simulate-1-1\".*\"simulate-2-1\".*"))
            .willReturn(error(413, "RequestBodyTooLarge")));
    for (String id : List.of("simulate-1-1", "simulate-2-1")) {
      service.stubFor(
          post(urlPathEqualTo(ADD))
              .atPriority(2)
              .withRequestBody(matching("(?s).*\"" + id + "\".*"))
              .willReturn(results(List.of(id), "success", "")));
    }

    assertThat(target.submit(1, attempts(1, 2)).accepted()).hasSize(2);
  }

  @Test
  void aThrottledSubmissionIsPostponedAndAJobThatIsOverIsNoError() {
    target.prepare(Plans.setup());
    service.stubFor(post(urlPathEqualTo(ADD)).willReturn(error(429, "TooManyRequests")));
    assertThat(target.submit(1, attempts(1, 2)).postponed()).hasSize(2);

    service.stubFor(post(urlPathEqualTo(ADD)).willReturn(error(409, "JobCompleted")));
    assertThat(target.submit(1, attempts(1, 2)).postponed()).hasSize(2);
  }

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
  void aFailingNodeGetsNothingNewAndIsRemovedWhenItsTasksHaveEnded() {
    target.prepare(Plans.setup());
    String node = POOL + "/nodes/tvmps_1";
    quietJob("active", "");
    service.stubFor(
        post(urlPathEqualTo(node + "/disablescheduling"))
            .willReturn(error(409, "NodeAlreadyInTargetSchedulingState")));
    service.stubFor(post(urlPathEqualTo(POOL + "/removenodes")).willReturn(answer(202)));

    target.takeOut(1, "tvmps_1", "failing");

    service.verify(postRequestedFor(urlPathEqualTo(node + "/disablescheduling")));
    service.verify(
        postRequestedFor(urlPathEqualTo(POOL + "/removenodes"))
            .withRequestBody(
                equalToJson(
                    "{\"nodeList\": [\"tvmps_1\"], \"nodeDeallocationOption\":"
                        + " \"taskcompletion\"}")));
  }

  @Test
  void aBrokenNodeIsRemovedAtOnceUnlessItsPoolIsBeingResized() {
    target.prepare(Plans.setup());
    quietJob("active", "");
    service.stubFor(
        post(urlPathEqualTo(POOL + "/removenodes")).willReturn(error(409, "PoolBeingResized")));

    target.takeOut(1, "tvmps_1", "unusable");

    service.verify(
        1,
        postRequestedFor(urlPathEqualTo(POOL + "/removenodes"))
            .withRequestBody(matchingJsonPath("$.nodeDeallocationOption", equalTo("requeue"))));
  }

  @Test
  void aFurtherPoolHasAnIdOfItsOwnAndGoesWithTheRun() {
    service.stubFor(delete(urlPathEqualTo(POOL)).willReturn(answer(202)));
    service.stubFor(delete(urlPathEqualTo(POOL + "-2")).willReturn(answer(202)));
    service.stubFor(post(urlPathEqualTo(JOB + "/terminate")).willReturn(answer(202)));
    service.stubFor(
        post(urlPathEqualTo(JOB + "-2/terminate")).willReturn(error(404, "JobNotFound")));
    target.prepare(Plans.setupWithFurtherPool());

    assertThat(target.extend(2)).isEqualTo(Map.of("pool-2", RUN + "-2", "job-2", RUN + "-2"));
    target.finish("done");

    service.verify(
        postRequestedFor(urlPathEqualTo("/jobs"))
            .withRequestBody(matchingJsonPath("$.poolInfo.poolId", equalTo(RUN + "-2"))));
    service.verify(deleteRequestedFor(urlPathEqualTo(POOL + "-2")));
    service.verify(deleteRequestedFor(urlPathEqualTo(POOL)));
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
  void nodesWhoseStartTaskFailedAreToldWithItsLastWords() {
    target.prepare(Plans.setup());
    quietJob("active", "");
    service.stubFor(get(urlPathEqualTo(JOB + "/tasks")).willReturn(json("{\"value\": []}")));
    service.stubFor(
        get(urlPathEqualTo("/nodecounts"))
            .willReturn(json("{\"value\": [" + nodeCounts("\"startTaskFailed\": 1") + "]}")));
    service.stubFor(
        get(urlPathEqualTo(POOL + "/nodes"))
            .willReturn(
                json(
                    """
                    {"value": [{"id": "tvmps_9", "state": "starttaskfailed", "startTaskInfo":
                      {"state": "completed", "exitCode": 100, "retryCount": 0, "result": "failure",
                       "startTime": "2026-11-21T06:00:01Z", "failureInfo":
                       {"category": "UserError", "code": "FailureExitCode"}}}]}
                    """)));
    service.stubFor(
        head(urlPathEqualTo(POOL + "/nodes/tvmps_9/files/startup%2Fstderr.txt"))
            .willReturn(aResponse().withStatus(200).withHeader("Content-Length", "14")));
    service.stubFor(
        get(urlPathEqualTo(POOL + "/nodes/tvmps_9/files/startup%2Fstderr.txt"))
            .willReturn(
                aResponse()
                    .withStatus(200)
                    .withHeader("Content-Type", "text/plain")
                    .withBody("no route\nto apt")));

    assertThat(target.observe(KnownEnds.NONE, ended -> {}).capacity().problems())
        .anyMatch(
            line ->
                line.equals(
                    "node tvmps_9 is starttaskfailed: its start task failed with exit code 100,"
                        + " FailureExitCode; it wrote: no route | to apt"));
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
  void nodesThatCouldNotStageTheRunsFilesAreToldWhileOthersRunTasks() {
    target.prepare(Plans.setup());
    quietJob("active", "");
    service.stubFor(get(urlPathEqualTo(JOB + "/tasks")).willReturn(json("{\"value\": []}")));
    service.stubFor(
        get(urlPathEqualTo(JOB + "/taskcounts"))
            .willReturn(
                json(
                    """
                    {"taskCounts": {"active": 5, "running": 4, "completed": 0, "succeeded": 0,
                      "failed": 0}, "taskSlotCounts": {"active": 5, "running": 0, "completed": 0,
                      "succeeded": 0, "failed": 0}}
                    """)));
    service.stubFor(
        get(urlPathEqualTo(JOB + "/jobpreparationandreleasetaskstatus"))
            .withQueryParam(
                "$filter", equalTo("jobPreparationTaskExecutionInfo/result eq 'failure'"))
            .willReturn(
                json(
                    """
                    {"value": [{"poolId": "p", "nodeId": "tvmps_1",
                      "jobPreparationTaskExecutionInfo": {"startTime": "2026-11-21T06:00:01Z",
                        "state": "completed", "retryCount": 0, "result": "failure",
                        "failureInfo": {"category": "UserError", "code": "BlobNotFound",
                          "message": "The specified Azure Blob(s) not found", "details": [
                          {"name": "HttpUrl", "value": "https://s/objects/x?sig=SECRET"}]}}}]}
                    """)));

    Capacity capacity = target.observe(KnownEnds.NONE, ended -> {}).capacity();
    assertThat(capacity.troubles())
        .extracting(NodeTrouble::node, NodeTrouble::state)
        .containsExactly(tuple("tvmps_1", "notprepared"));
    assertThat(capacity.problems())
        .contains(
            "node tvmps_1 could not stage the run's files: BlobNotFound: The specified Azure"
                + " Blob(s) not found (HttpUrl https://s/objects/x)");
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

  @Test
  void knownAttemptsAreThoseThatTheJobHas() {
    target.prepare(Plans.setup());
    service.stubFor(
        get(urlPathEqualTo(JOB + "/tasks"))
            .willReturn(json("{\"value\": [{\"id\": \"simulate-2-1\"}]}")));

    assertThat(target.known(List.of(Plans.simulation(1).id(), Plans.simulation(2).id())))
        .containsExactly(Plans.simulation(2).id());
  }

  @Test
  void manyAttemptsAreLookedForByIdUnlessTheJobHoldsLittleElse() {
    target.prepare(Plans.setup());
    service.stubFor(
        get(urlPathEqualTo(JOB + "/tasks"))
            .willReturn(json("{\"value\": [{\"id\": \"simulate-2-1\"}]}")));
    List<AttemptId> asked = attempts(1, 600).stream().map(Attempt::id).toList();

    counts(1_000_000);
    assertThat(target.known(asked)).containsExactly(Plans.simulation(2).id());
    service.verify(
        24,
        getRequestedFor(urlPathEqualTo(JOB + "/tasks"))
            .withQueryParam("$filter", matching("id eq '.*")));

    counts(700);
    assertThat(target.known(asked)).containsExactly(Plans.simulation(2).id());
    service.verify(25, getRequestedFor(urlPathEqualTo(JOB + "/tasks")));
  }

  private void counts(int completed) {
    String counts =
        "{\"active\": 0, \"running\": 0, \"completed\": %d, \"succeeded\": %1$d, \"failed\": 0}"
            .formatted(completed);
    service.stubFor(
        get(urlPathEqualTo(JOB + "/taskcounts"))
            .willReturn(
                json("{\"taskCounts\": " + counts + ", \"taskSlotCounts\": " + counts + "}")));
  }

  @Test
  void endingWhatHasEndedDoesNothing() {
    target.prepare(Plans.setup());
    service.stubFor(
        post(urlPathEqualTo(JOB + "/tasks/simulate-1-1/terminate"))
            .willReturn(error(409, "TaskCompleted")));
    service.stubFor(
        post(urlPathEqualTo(JOB + "/terminate")).willReturn(error(409, "JobCompleted")));
    service.stubFor(delete(urlPathEqualTo(POOL)).willReturn(error(409, "PoolBeingDeleted")));

    target.end(Plans.simulation(1).id());
    target.finish("the run succeeded");

    service.verify(
        postRequestedFor(urlPathEqualTo(JOB + "/terminate"))
            .withRequestBody(matching(".*\"terminateReason\" *: *\"the run succeeded\".*")));
  }

  private void quietJob(String state, String further) {
    service.stubFor(
        get(urlPathEqualTo(JOB)).willReturn(json("{\"state\": \"" + state + "\"" + further + "}")));
    service.stubFor(
        get(urlPathEqualTo(JOB + "/taskcounts"))
            .willReturn(
                json(
                    """
                    {"taskCounts": {"active": 5, "running": 3, "completed": 1, "succeeded": 1,
                      "failed": 0}, "taskSlotCounts": {"active": 5, "running": 3, "completed": 1,
                      "succeeded": 1, "failed": 0}}
                    """)));
    service.stubFor(
        get(urlPathEqualTo(JOB + "/jobpreparationandreleasetaskstatus"))
            .willReturn(json("{\"value\": []}")));
    service.stubFor(
        get(urlPathEqualTo("/nodecounts"))
            .withQueryParam("$filter", equalTo("poolId eq '" + RUN + "'"))
            .willReturn(json("{\"value\": [" + nodeCounts("\"idle\": 1, \"running\": 2") + "]}")));
    service.stubFor(
        get(urlPathEqualTo(POOL))
            .willReturn(
                json(
                    """
                    {"id": "p", "state": "active", "allocationState": "resizing",
                     "taskSlotsPerNode": 4, "enableAutoScale": true,
                     "autoScaleRun": {"timestamp": "2026-11-21T06:00:00Z", "results":
                       "$TargetDedicatedNodes=3;$TargetLowPriorityNodes=1;$NodeDeallocationOption=requeue"},
                     "resizeErrors": [{"code": "AllocationFailed", "message": "no capacity"}]}
                    """)));
  }

  private static String nodeCounts(String dedicated) {
    return "{\"poolId\": \"%s\", \"dedicated\": {%s}, \"lowPriority\": {\"preempted\": 1}}"
        .formatted(RUN, dedicated);
  }

  private static MappingBuilder inTurn(
      MappingBuilder request, String scenario, String when, String then) {
    return request.inScenario(scenario).whenScenarioStateIs(when).willSetStateTo(then);
  }

  private static List<Attempt> attempts(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(Plans::simulation).toList();
  }

  private static List<String> ids(int first, int last) {
    return attempts(first, last).stream().map(attempt -> attempt.id().value()).toList();
  }

  private static String existing(String id, String taskId, String attempt) {
    return """
        {"id": "%s", "environmentSettings": [{"name": "BATCHLINE_TASK_ID", "value": "%s"},
          {"name": "BATCHLINE_ATTEMPT", "value": "%s"}]}
        """
        .formatted(id, taskId, attempt);
  }

  private static ResponseDefinitionBuilder results(List<String> ids, String status, String code) {
    String error =
        code.isEmpty()
            ? ""
            : ", \"error\": {\"code\": \"%s\", \"message\": {\"lang\": \"en-us\", \"value\": \"m\"}}"
                .formatted(code);
    return json(
        ids.stream()
            .map(id -> "{\"taskId\": \"%s\", \"status\": \"%s\"%s}".formatted(id, status, error))
            .collect(Collectors.joining(",", "{\"value\": [", "]}")));
  }

  private static ResponseDefinitionBuilder json(String body) {
    return answer(200)
        .withHeader("Content-Type", "application/json;odata=minimalmetadata")
        .withBody(body);
  }

  private static ResponseDefinitionBuilder error(int status, String code) {
    return json("""
            {"code": "%s", "message": {"lang": "en-US",
             "value": "What happened.\\nRequestId:%s\\nTime:2026-11-21T06:00:00Z"}}
            """
            .formatted(code, UUID.randomUUID()))
        .withStatus(status);
  }

  private static ResponseDefinitionBuilder answer(int status) {
    return aResponse().withStatus(status).withHeader("request-id", UUID.randomUUID().toString());
  }
}
