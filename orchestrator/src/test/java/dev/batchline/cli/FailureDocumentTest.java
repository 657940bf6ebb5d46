package dev.batchline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailureDocumentTest {

  @Test
  void itNamesTheRunThatCanBeAttachedTo() {
    RunException failure =
        new RunException(Blame.SERVICE, "add tasks", "no answer", "Try later.")
            .withCode("NoAnswer")
            .of(new RunId("risk-20261121-060001-k3f9"));

    Map<String, Object> document =
        FailureDocument.of(failure, ExceptionMapper.describe(failure, false));

    assertThat(document)
        .containsEntry("runId", "risk-20261121-060001-k3f9")
        .containsEntry("exitCode", 4);
    assertThat(document.get("error"))
        .isEqualTo(
            Map.of(
                "blame", "service",
                "message", "could not add tasks: no answer",
                "code", "NoAnswer",
                "action", "add tasks",
                "reason", "no answer",
                "hint", "Try later."));
  }

  @Test
  void aDefectOfOursIsNoText() {
    RuntimeException failure = new IllegalStateException("oops");

    Map<String, Object> document =
        FailureDocument.of(failure, ExceptionMapper.describe(failure, false));

    assertThat(document).containsEntry("exitCode", 70);
    assertThat(document.get("error").toString()).contains("blame=bug").doesNotContain("\tat ");
  }

  @Test
  void jsonIsWantedHoweverItIsWritten() {
    assertThat(FailureDocument.isWanted(List.of("runs", "--output", "JSON"))).isTrue();
    assertThat(FailureDocument.isWanted(List.of("runs", "--output=json", "--x"))).isTrue();
    assertThat(FailureDocument.isWanted(List.of("runs", "--output", "text"))).isFalse();
    assertThat(FailureDocument.isWanted(List.of("runs", "--output"))).isFalse();
  }
}
