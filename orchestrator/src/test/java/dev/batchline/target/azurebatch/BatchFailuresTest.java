package dev.batchline.target.azurebatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.microsoft.azure.batch.protocol.models.CloudTask;
import com.microsoft.azure.serializer.AzureJacksonAdapter;
import dev.batchline.target.FailureKind;
import dev.batchline.target.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchFailuresTest {

  private static final String RAN =
      "\"startTime\": \"2026-11-21T06:00:00.5Z\", \"endTime\": \"2026-11-21T06:10:00.2Z\",";

  @Test
  void aResultOfSuccessSucceeded() {
    Outcome outcome = outcome(RAN + "\"exitCode\": 0, \"result\": \"success\"", "");

    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(outcome.execution().orElseThrow().node()).isEqualTo("tvmps_1");
  }

  @Test
  void anExitCodeOfZeroIsNoSuccessWhenTheUploadFailed() {
    Outcome.Failed failed =
        failed(RAN + "\"exitCode\": 0, \"result\": \"failure\"," + failure("FileUploadMiscError"));

    assertThat(failed.kind()).isEqualTo(FailureKind.OUTPUT);
    assertThat(failed.exitCode()).hasValue(0);
    assertThat(failed.code()).isEqualTo("FileUploadMiscError");
  }

  @ParameterizedTest
  @CsvSource({
    "CommandProgramNotFound, LAUNCH",
    "CommandLaunchFailed, LAUNCH",
    "BlobNotFound, INPUT",
    "BlobAccessDenied, INPUT",
    "BlobDownloadTimedOut, INPUT",
    "BlobDownloadMiscError, INPUT",
    "ResourceFileWriteFailed, INPUT",
    "FileUploadContainerNotFound, OUTPUT",
    "FileUploadAccessDenied, OUTPUT",
    "DiskFull, SERVICE",
    "Unknown, SERVICE",
    "SomethingNew, SERVICE",
  })
  void aFailureIsReadByItsCode(String code, FailureKind kind) {
    assertThat(failed("\"result\": \"failure\"," + failure(code)).kind()).isEqualTo(kind);
  }

  @Test
  void anExitCodeOtherThanZeroIsTheProgramsOwn() {
    Outcome.Failed failed =
        failed(RAN + "\"exitCode\": 127, \"result\": \"failure\"," + failure("FailureExitCode"));

    assertThat(failed.kind()).isEqualTo(FailureKind.EXIT_CODE);
    assertThat(failed.exitCode()).hasValue(127);
  }

  @Test
  void aTaskThatRanAsLongAsItMayWasEndedByItsLimit() {
    String ended = RAN + "\"exitCode\": 137, \"result\": \"failure\"," + failure("TaskEnded");

    assertThat(kind(ended, "\"constraints\": {\"maxWallClockTime\": \"PT10M\"},"))
        .isEqualTo(FailureKind.TIME_LIMIT);
    assertThat(kind(ended, "\"constraints\": {\"maxWallClockTime\": \"PT11M\"},"))
        .isEqualTo(FailureKind.TERMINATED);
    assertThat(
            kind(ended, "\"constraints\": {\"maxWallClockTime\": \"P10675199DT2H48M5.4775807S\"},"))
        .isEqualTo(FailureKind.TERMINATED);
  }

  @Test
  void aTaskThatNeverRanHasNoExecution() {
    Outcome.Failed failed =
        failed(
            "\"endTime\": \"2026-11-21T06:10:00Z\", \"result\": \"failure\","
                + failure("TaskEnded"));

    assertThat(failed.kind()).isEqualTo(FailureKind.TERMINATED);
    assertThat(failed.execution()).isEmpty();
  }

  @Test
  void aSignatureInADetailIsCutOff() {
    Outcome.Failed failed =
        failed(
            "\"result\": \"failure\", \"failureInfo\": {\"category\": \"UserError\", \"code\":"
                + " \"BlobNotFound\", \"message\": \"not found\", \"details\": [{\"name\":"
                + " \"HttpUrl\", \"value\": \"https://s/c/b?sv=1&sig=SECRET\"}]}");

    assertThat(failed.message()).isEqualTo("not found (HttpUrl https://s/c/b)");
  }

  private static FailureKind kind(String executionInfo, String further) {
    return ((Outcome.Failed) outcome(executionInfo, further)).kind();
  }

  private static Outcome.Failed failed(String executionInfo) {
    return (Outcome.Failed) outcome(executionInfo, "");
  }

  private static String failure(String code) {
    return "\"failureInfo\": {\"category\": \"UserError\", \"code\": \"%s\", \"message\": \"m\"}"
        .formatted(code);
  }

  private static Outcome outcome(String executionInfo, String further) {
    String json =
        "{\"id\": \"t-1\", %s \"nodeInfo\": {\"nodeId\": \"tvmps_1\"}, \"executionInfo\": {%s}}"
            .formatted(further, executionInfo);
    try {
      return BatchFailures.outcome(
          new AzureJacksonAdapter().serializer().readValue(json, CloudTask.class));
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }
}
