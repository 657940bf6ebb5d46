package dev.batchline.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.run.RunRecord;
import dev.batchline.run.RunStatus;
import dev.batchline.run.TaskCounts;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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

  private static RunRecord record(RunStatus state, int failed, int notRun) {
    return new RunRecord(
        RunRecord.VERSION,
        "r1",
        "test",
        state,
        new RunRecord.RunTarget("azurebatch", Map.of()),
        new TaskCounts(10, 0, 0, 10 - failed - notRun, failed, notRun),
        new RunRecord.RunTimes(
            NOW, Optional.of(NOW), NOW, Optional.of(NOW), NOW.plusSeconds(60), Optional.empty()),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        "");
  }
}
