package dev.batchline.target.azurebatch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.batchline.target.Capacity;
import dev.batchline.target.KnownEnds;
import dev.batchline.target.NodeTrouble;
import org.junit.jupiter.api.Test;

/** Nodes that can not work: what is told of them, and how they are taken out. */
class TargetNodesTest extends TargetFixture {

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
}
