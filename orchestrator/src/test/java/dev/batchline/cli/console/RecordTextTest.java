package dev.batchline.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.run.Holder;
import dev.batchline.run.RunRecord;
import dev.batchline.run.RunStatus;
import dev.batchline.run.TaskCounts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordTextTest {

  private static final Instant CREATED = Instant.parse("2026-11-21T06:00:00Z");
  private static final Instant NOW = CREATED.plusSeconds(600);
  private static final TaskCounts DONE = new TaskCounts(7, 0, 0, 1, 0, 3, 3);
  private static final TaskCounts HALF = new TaskCounts(7, 3, 2, 1, 1, 0, 0);

  @Test
  void aRunIsListedWithHowLongItTook() {
    assertThat(line(RunStatus.SUCCEEDED, DONE, Optional.of(CREATED.plusSeconds(185)), 0, true))
        .isEqualTo(
            "r1  succeeded     3 min 05 s  1 of 1 task succeeded, 3 more reused, 3 left out");
  }

  @Test
  void ofARunThatGoesOnItIsSaidWhoDoesNotDriveIt() {
    assertThat(line(RunStatus.RUNNING, HALF, Optional.empty(), 590, true))
        .isEqualTo("r1  running      10 min 00 s  1 of 7 tasks succeeded, 2 running, 1 failed");
    assertThat(line(RunStatus.RUNNING, HALF, Optional.empty(), 590, false))
        .endsWith("1 failed; nobody drives it");
    assertThat(line(RunStatus.RUNNING, HALF, Optional.empty(), 300, true))
        .endsWith("1 failed; not heard of for 5 min 00 s");
  }

  private static String line(
      RunStatus state, TaskCounts tasks, Optional<Instant> ended, long updated, boolean held) {
    RunRecord record =
        new RunRecord(
            RunRecord.VERSION,
            "r1",
            "test",
            state,
            new RunRecord.RunTarget("azurebatch", Map.of()),
            tasks,
            new RunRecord.RunTimes(
                CREATED,
                Optional.of(CREATED),
                CREATED.plusSeconds(updated),
                ended,
                NOW.plusSeconds(60),
                Optional.empty()),
            held ? Optional.of(new Holder("vm", 7, "machine", CREATED)) : Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            "");
    return RecordText.lines(List.of(record), NOW).get(0);
  }
}
