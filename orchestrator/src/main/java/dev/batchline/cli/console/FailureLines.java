package dev.batchline.cli.console;

import dev.batchline.report.Wording;
import dev.batchline.target.AttemptId;
import dev.batchline.target.FailureKind;
import dev.batchline.target.Outcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Chooses which failed attempts are worth a line: the first few of each way to fail, then one
 * whenever their number has doubled. A million failures are some forty lines.
 */
final class FailureLines {

  private static final int TOLD = 10;

  /** A way to fail; there are few. */
  private record Way(FailureKind kind, OptionalInt exitCode, String code, boolean retried) {}

  private final Map<Way, Integer> counts = new HashMap<>();

  /**
   * @param retry in how long it is tried again; empty if it is not
   */
  Optional<String> line(AttemptId attempt, Outcome.Failed outcome, Optional<Duration> retry) {
    Way way = new Way(outcome.kind(), outcome.exitCode(), outcome.code(), retry.isPresent());
    int count = counts.merge(way, 1, Integer::sum);
    if (!isTold(count)) {
      return Optional.empty();
    }
    String line = what(attempt, outcome) + next(retry);
    return Optional.of(
        count < TOLD
            ? line
            : line + " (" + count + " attempts so far; told again when they have doubled)");
  }

  private static boolean isTold(int count) {
    return count <= TOLD || (count % TOLD == 0 && Integer.bitCount(count / TOLD) == 1);
  }

  static String what(AttemptId attempt, Outcome.Failed outcome) {
    return "task "
        + ForeignText.line(attempt.taskId())
        + ", attempt "
        + attempt.number()
        + ": "
        + FailureText.of(outcome);
  }

  private static String next(Optional<Duration> retry) {
    return retry
        .map(
            in ->
                in.isZero() ? "; tried again at once" : "; tried again in " + Wording.duration(in))
        .orElse("; failed for good");
  }
}
