package dev.batchline.target.azurebatch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.batchline.base.Secret;
import dev.batchline.target.Attempt;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A target and what Azure Batch is documented to answer it, faults above all. */
abstract class TargetFixture {

  static final String RUN = Plans.RUN.value();
  static final String JOB = "/jobs/" + RUN;
  static final String POOL = "/pools/" + RUN;
  static final Instant NOW = Instant.parse("2026-11-21T06:00:05Z");

  final WireMockServer service = new WireMockServer(WireMockConfiguration.options().dynamicPort());
  final TestTimeline timeline = new TestTimeline(NOW);
  AzureBatchTarget target;

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

  void quietJob(String state, String further) {
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

  static String nodeCounts(String dedicated) {
    return "{\"poolId\": \"%s\", \"dedicated\": {%s}, \"lowPriority\": {\"preempted\": 1}}"
        .formatted(RUN, dedicated);
  }

  static MappingBuilder inTurn(MappingBuilder request, String scenario, String when, String then) {
    return request.inScenario(scenario).whenScenarioStateIs(when).willSetStateTo(then);
  }

  static List<Attempt> attempts(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(Plans::simulation).toList();
  }

  static ResponseDefinitionBuilder json(String body) {
    return answer(200)
        .withHeader("Content-Type", "application/json;odata=minimalmetadata")
        .withBody(body);
  }

  static ResponseDefinitionBuilder error(int status, String code) {
    return json("""
            {"code": "%s", "message": {"lang": "en-US",
             "value": "What happened.\\nRequestId:%s\\nTime:2026-11-21T06:00:00Z"}}
            """
            .formatted(code, UUID.randomUUID()))
        .withStatus(status);
  }

  static ResponseDefinitionBuilder answer(int status) {
    return aResponse().withStatus(status).withHeader("request-id", UUID.randomUUID().toString());
  }
}
