package dev.batchline.target.azurebatch;

import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pools and jobs of a run: created once, refused for a reason, gone in the end. */
class RunResourcesTest extends TargetFixture {

  private static final String OURS =
      "\"metadata\": [{\"name\": \"batchline-run\", \"value\": \"" + RUN + "\"}]";

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

  @ParameterizedTest
  @ValueSource(strings = {"PoolBeingDeleted", "PoolExists"})
  void aPoolOnItsWayOutTakesNeitherItsJobNorWhoTakesTheRunOverWithIt(String refusal) {
    service.stubFor(post(urlPathEqualTo("/pools")).willReturn(error(409, refusal)));
    service.stubFor(post(urlPathEqualTo("/jobs")).willReturn(error(409, "JobExists")));
    service.stubFor(
        get(urlPathEqualTo(POOL)).willReturn(json("{\"state\": \"deleting\", " + OURS + "}")));
    service.stubFor(
        get(urlPathEqualTo(JOB)).willReturn(json("{\"state\": \"active\", " + OURS + "}")));

    assertThat(target.prepare(Plans.setup())).containsEntry("pool", RUN);
    service.verify(0, postRequestedFor(urlPathEqualTo(JOB + "/terminate")));
  }

  @Test
  void aPoolOfSomeoneElseIsNotTaken() {
    service.stubFor(post(urlPathEqualTo("/pools")).willReturn(error(409, "PoolExists")));
    service.stubFor(get(urlPathEqualTo(POOL)).willReturn(json("{\"state\": \"active\"}")));

    assertThatThrownBy(() -> target.prepare(Plans.setup()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("does not name this run");
    service.verify(postRequestedFor(urlPathEqualTo(JOB + "/terminate")));
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
}
