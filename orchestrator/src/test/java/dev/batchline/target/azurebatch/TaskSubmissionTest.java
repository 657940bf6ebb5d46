package dev.batchline.target.azurebatch;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.batchline.target.Attempt;
import dev.batchline.target.AttemptEnd;
import dev.batchline.target.AttemptId;
import dev.batchline.target.FailureKind;
import dev.batchline.target.Outcome;
import dev.batchline.target.Submission;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Attempts become tasks of the job, each of them once. */
class TaskSubmissionTest extends TargetFixture {

  private static final String ADD = JOB + "/addtaskcollection";

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
}
