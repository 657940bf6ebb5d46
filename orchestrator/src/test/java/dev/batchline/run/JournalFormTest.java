package dev.batchline.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.base.RunId;
import dev.batchline.storage.MemoryFileStore;
import dev.batchline.storage.RunStore;
import dev.batchline.target.AttemptId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the journal of a run looks like that has many tasks. */
class JournalFormTest {

  private static final Instant NOW = Instant.parse("2026-11-21T06:00:00Z");
  private static final RunId RUN = new RunId("test-20261121-060000-abcd");

  @Test
  void aThousandSuccessesOfANodeAreALineOfLessThanThirtyBytesEach() {
    List<RunEvent.Success> attempts =
        IntStream.range(999_000, 1_000_000)
            .mapToObj(task -> new RunEvent.Success(task, 1, NOW.toEpochMilli(), 61_250))
            .toList();
    RunEvent event = new RunEvent.Succeeded(NOW, "tvmps_1_d", attempts);

    String line = new String(RunJson.line(event), UTF_8);

    assertThat(line).startsWith("{\"succeeded\":{").contains("[[999000,1,1795240800000,61250],[");
    assertThat(line.length()).isLessThan(32_000);
    assertThat(RunJson.event(line)).isEqualTo(event);
  }

  @Test
  void aSuccessOfAnEarlierVersionsJournalCountsTheSame() {
    MemoryFileStore files = new MemoryFileStore();
    RunStore store = files.run(RUN);
    String earlier =
        """
        {"submitting":{"at":"2026-11-21T06:00:00Z","tries":[{"first":0,"last":1,"number":1}]}}
        {"ended":{"at":"2026-11-21T06:01:02Z","id":{"ordinal":0,"taskId":"work-1","number":1},\
        "outcome":{"succeeded":{"execution":{"node":"n","started":"2026-11-21T06:00:00Z",\
        "ended":"2026-11-21T06:01:01.250Z"}}}}}
        {"succeeded":{"at":"2026-11-21T06:01:02Z","node":"n",\
        "attempts":[[1,1,1795240800000,61250]]}}
        """;
    store.appendJournal().append(earlier.getBytes(UTF_8));

    RunState state = new RunState(TestPlan.workThenMerge(2).header());
    List<RunEvent> events = new ArrayList<>();
    Journal.replay(store, events::add);
    events.forEach(state::apply);

    assertThat(state.count(TaskStatus.SUCCEEDED)).isEqualTo(2);
    assertThat(state.execution(0)).isEqualTo(state.execution(1));
    assertThat(Duration.between(state.execution(1).orElseThrow().started(), NOW)).isZero();
    assertThat(state.awaits(new AttemptId(1, "work-2", 1))).isFalse();
  }
}
