package dev.batchline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.cli.ExceptionMapper.Message;
import dev.batchline.spec.JobFileException;
import dev.batchline.spec.Problem;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExceptionMapperTest {

  @ParameterizedTest
  @CsvSource({"USER,2", "WORKLOAD,1", "CAPACITY,3", "SERVICE,4", "BUG,70"})
  void theBlameDecidesTheExitCode(Blame blame, int exitCode) {
    RunException failure = new RunException(blame, "create pool p", "no quota", "Ask for more.");

    assertThat(ExceptionMapper.describe(failure, false).exitCode()).isEqualTo(exitCode);
  }

  @Test
  void aCallThatCtrlCBrokeOffIsNoFailureOfTheService() {
    RunException failure =
        new RunException(
            Blame.SERVICE,
            "read its record",
            "InterruptedException",
            "",
            new IllegalStateException(new InterruptedException("sleep interrupted")));

    assertThat(ExceptionMapper.describe(failure, false))
        .isEqualTo(new Message(130, "batchline: interrupted"));
  }

  @Test
  void aKnownFailureIsTwoLinesAndNoStackTrace() {
    RunException failure =
        new RunException(
            Blame.SERVICE, "create pool p", "no answer", "Try later.", new IllegalStateException());

    assertThat(ExceptionMapper.describe(failure, false).text())
        .isEqualTo("batchline: could not create pool p: no answer\n  Try later.");
  }

  @Test
  void anIssueOfAPipelineHasNoStackTrace() {
    RunException failure = new RunException(Blame.SERVICE, "create pool p", "no answer", "");

    assertThat(ExceptionMapper.describe(failure, true).issue())
        .startsWith("batchline: could not create pool p: no answer")
        .doesNotContain("\tat ");
  }

  @Test
  void whoAsksForMoreGetsTheStackTrace() {
    RunException failure = new RunException(Blame.SERVICE, "create pool p", "no answer", "");

    assertThat(ExceptionMapper.describe(failure, true).text()).contains("\n\tat ");
  }

  @Test
  void aDefectOfOursShowsWhereItIs() {
    Message message = ExceptionMapper.describe(new IllegalStateException("oops"), false);

    assertThat(message.exitCode()).isEqualTo(70);
    assertThat(message.text()).contains("defect of Batchline", "oops", "\n\tat ");
  }

  @Test
  void allMistakesOfAJobFileAreListed() {
    JobFileException failure =
        new JobFileException(
            List.of(
                new Problem("job.yaml", 3, 5, "unknown key \"aps\"", "Did you mean app?"),
                new Problem("--set", 0, 0, "no parameter \"x\"", "")));

    Message message = ExceptionMapper.describe(failure, false);

    assertThat(message.exitCode()).isEqualTo(2);
    assertThat(message.text().lines())
        .containsExactly(
            "job.yaml:3:5: unknown key \"aps\". Did you mean app?",
            "--set: no parameter \"x\"",
            "batchline: 2 mistakes; nothing was created");
  }

  @Test
  void aFileThatCantBeUsedIsTheUsersToMend() {
    assertThat(ExceptionMapper.describe(new NoSuchFileException("/no/such"), false))
        .isEqualTo(new Message(2, "batchline: could not use /no/such: there is no such file"));
    assertThat(
            ExceptionMapper.describe(
                    new UncheckedIOException(new AccessDeniedException("/var/x")), false)
                .exitCode())
        .isEqualTo(2);
  }

  @Test
  @EnabledOnOs(OS.LINUX) // where a file system without any room is always there
  void aCopyToAFullDiskNamesWhatCouldNotBeWritten() {
    assertThat(
            ExceptionMapper.describe(
                new FileSystemException("/opt/package.json", "/proc/package.json", "no room"),
                false))
        .isEqualTo(
            new Message(
                3,
                "batchline: could not write /proc/package.json: the disk is full\n"
                    + "  Make room and try again."));
  }

  @Test
  void anInterruptIs130() {
    assertThat(ExceptionMapper.describe(new InterruptedException(), false).exitCode())
        .isEqualTo(130);
  }
}
