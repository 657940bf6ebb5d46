package dev.batchline.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {

  @ParameterizedTest(name = "{0} for a start at {1}")
  @CsvSource({
    "PT6H, 2026-11-21T22:00:00Z, 2026-11-22T04:00:00Z",
    "2026-11-22T06:00:00Z, 2026-11-21T22:00:00Z, 2026-11-22T06:00:00Z",
    "2026-11-22T06:00:00+01:00, 2026-11-21T22:00:00Z, 2026-11-22T05:00:00Z",
    "2026-07-01T06:00 Europe/London, 2026-06-30T22:00:00Z, 2026-07-01T05:00:00Z",
    "06:00 Europe/London, 2026-11-21T22:00:00Z, 2026-11-22T06:00:00Z",
    "06:00 Europe/London, 2026-11-22T05:59:59Z, 2026-11-22T06:00:00Z",
    "06:00 Europe/London, 2026-11-22T06:00:00Z, 2026-11-23T06:00:00Z",
    "06:00 Europe/London, 2026-07-01T22:00:00Z, 2026-07-02T05:00:00Z",
    // the night in which summer time begins, and the one in which it ends
    "06:00 Europe/London, 2026-03-28T22:00:00Z, 2026-03-29T05:00:00Z",
    "06:00 Europe/London, 2026-10-24T22:00:00Z, 2026-10-25T06:00:00Z",
    // 01:30 does not exist that night, and comes twice in the other
    "01:30 Europe/London, 2026-03-28T22:00:00Z, 2026-03-29T01:30:00Z",
    "01:30 Europe/London, 2026-10-24T22:00:00Z, 2026-10-25T00:30:00Z",
    "01:30 Europe/London, 2026-10-25T00:30:00Z, 2026-10-25T01:30:00Z",
    "01:30 Europe/London, 2026-10-25T01:30:00Z, 2026-10-26T01:30:00Z",
    "23:30 America/New_York, 2026-11-21T04:00:00Z, 2026-11-21T04:30:00Z",
    "06:00:30 UTC, 2026-11-21T04:00:00Z, 2026-11-21T06:00:30Z"
  })
  void itIsTheNextTimeAfterTheStart(String text, Instant start, Instant deadline) {
    assertThat(new Deadline(text, false).at(start)).isEqualTo(deadline);
  }

  @ParameterizedTest
  @ValueSource(strings = {"6am", "06:00", "25:00 UTC", "06:00 London", "PT0S", "tomorrow", ""})
  void anythingElseIsRefused(String text) {
    assertThat(Deadline.isReadable(text)).isFalse();
  }
}
