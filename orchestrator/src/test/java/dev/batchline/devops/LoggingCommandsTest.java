package dev.batchline.devops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.devops.LoggingCommands.Severity;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LoggingCommandsTest {

  @Test
  void aMessageOfSeveralLinesStaysOneCommand() {
    assertThat(LoggingCommands.logIssue(Severity.ERROR, "100% lost\r\nsecond"))
        .isEqualTo("##vso[task.logissue type=error]100%AZP25 lost%0D%0Asecond");
  }

  @Test
  void aValueCannotBeginAnotherCommandOnALineOfItsOwn() {
    assertThat(
            LoggingCommands.setOutputVariable("a;b]", "x\n##vso[task.complete result=Succeeded;]"))
        .isEqualTo(
            "##vso[task.setvariable variable=a%3Bb%5D;isoutput=true;isreadonly=true]"
                + "x%0A##vso[task.complete result=Succeeded;]")
        .doesNotContain("\n");
  }

  @Test
  void progressStaysBetweenZeroAndAHundred() {
    assertThat(LoggingCommands.setProgress(140, "17/38 tasks"))
        .isEqualTo("##vso[task.setprogress value=100]17/38 tasks");
  }

  @Test
  void aSummaryIsNamedByItsAbsolutePath() {
    assertThat(LoggingCommands.uploadSummary(Path.of("report/summary.md")))
        .startsWith("##vso[task.uploadsummary]/")
        .endsWith("report/summary.md");
  }

  @Test
  void aTagHoldsNoColon() {
    assertThat(LoggingCommands.addBuildTag("batchline:run-1"))
        .isEqualTo("##vso[build.addbuildtag]batchline-run-1");
  }
}
