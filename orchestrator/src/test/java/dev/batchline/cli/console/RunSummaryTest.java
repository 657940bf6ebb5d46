package dev.batchline.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.report.DeadlineWording;
import dev.batchline.run.FailedTask;
import dev.batchline.run.RunDeadline;
import dev.batchline.run.RunRecord;
import dev.batchline.run.RunStatus;
import dev.batchline.run.TaskCounts;
import dev.batchline.target.AttemptId;
import dev.batchline.target.FailureKind;
import dev.batchline.target.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every way in which a run can end leads somewhere. */
class RunSummaryTest {

  private static final Instant NOW = Instant.parse("2026-11-21T06:00:00Z");

  @Test
  void whatFailedCanBeRunAgain() {
    assertThat(RunSummary.next(record(RunStatus.FAILED, 2, 1)))
        .contains("Run what failed again with: batchline rerun r1 --failed");
  }

  @Test
  void whatARunThatWasEndedBeforeHasNotDoneCanBeDone() {
    for (RunStatus state : RunStatus.values()) {
      if (state.brokenOff()) {
        assertThat(RunSummary.next(record(state, 0, 3)))
            .contains("Run what is missing with: batchline rerun r1 --failed");
      }
    }
  }

  @Test
  void aRunWithAllItsResultsNeedsNothing() {
    assertThat(RunSummary.next(record(RunStatus.SUCCEEDED, 0, 0))).isEmpty();
  }

  @Test
  void onlyARunWhoseTasksHaveEndedMeetsADeadlineOrMissesIt() {
    RunDeadline missed = new RunDeadline(NOW, "PT1H", true, true);
    for (RunStatus state : RunStatus.values()) {
      if (state.ended()) {
        Optional<String> verdict =
            DeadlineWording.verdict(
                record(state, 1, 0, Optional.of(missed)), Optional.of(NOW.plusSeconds(90)));
        assertThat(verdict.isPresent()).as(state.word()).isEqualTo(!state.brokenOff());
      }
    }
    assertThat(
            RunSummary.issue(
                record(RunStatus.SUCCEEDED, 0, 0, Optional.of(missed)),
                Optional.of(NOW.plusSeconds(90))))
        .contains(
            "run r1 is late: the deadline PT1H (2026-11-21T06:00:00Z) was missed by 1 min 30 s");
  }

  @Test
  void aStepFailsWithTheReasonOfTheRun() {
    assertThat(RunSummary.issue(record(RunStatus.STOPPED, 0, 3), Optional.empty()))
        .contains("run r1 stopped: the target ended it # #vso[task.complete]");
    assertThat(RunSummary.issue(record(RunStatus.SUCCEEDED, 0, 0), Optional.empty())).isEmpty();
  }

  @Test
  void aHundredThatFailedTheSameWayAreSaidOnce() {
    List<FailedTask> hundred =
        IntStream.rangeClosed(1, 100).mapToObj(RunSummaryTest::failed).toList();

    assertThat(FailedTasksText.of(hundred, 103, Path.of("out")))
        .containsExactly(
            "",
            "100 tasks failed alike: its program failed with exit code 3",
            "  | no price for scenario 1",
            "  | # #vso[task.complete]",
            "  tasks: simulate-1, simulate-2, simulate-3, simulate-4, simulate-5 and 95 more",
            "  logs of the first: " + Path.of("out/logs/simulate-1/2/"),
            "",
            "and 3 more failed tasks, see the report.");
  }

  private static FailedTask failed(int number) {
    String task = "simulate-" + number;
    return new FailedTask(
        new AttemptId(number - 1, task, 2),
        new Outcome.Failed(
            FailureKind.EXIT_CODE, OptionalInt.of(3), "FailureExitCode", "", Optional.empty()),
        "no price for scenario " + number + "\n##vso[task.complete]\n",
        "logs/" + task + "/2/");
  }

  private static RunRecord record(RunStatus state, int failed, int notRun) {
    return record(state, failed, notRun, Optional.empty());
  }

  private static RunRecord record(
      RunStatus state, int failed, int notRun, Optional<RunDeadline> deadline) {
    return new RunRecord(
        RunRecord.VERSION,
        "r1",
        "test",
        state,
        new RunRecord.RunTarget("azurebatch", Map.of()),
        new TaskCounts(10, 0, 0, 10 - failed - notRun, failed, notRun),
        new RunRecord.RunTimes(
            NOW, Optional.of(NOW), NOW, Optional.of(NOW), NOW.plusSeconds(60), deadline),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        "the target ended it\n##vso[task.complete]");
  }
}
