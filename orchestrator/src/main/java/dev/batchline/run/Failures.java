package dev.batchline.run;

import dev.batchline.target.FailureKind;
import dev.batchline.target.Outcome;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Attempts that failed and are not decided upon, and tasks that did; part of {@link RunState}. */
final class Failures {

  /** How many failed tasks are remembered with their outcome. */
  static final int KEPT = 1000;

  /**
   * An attempt that failed.
   *
   * @param observations how often the target had been looked at before
   */
  record Failure(Outcome.Failed outcome, int observations) {}

  private final Map<Integer, Failure> undecided = new LinkedHashMap<>();
  private final Map<Integer, Outcome.Failed> kept = new LinkedHashMap<>();

  /** How many tasks failed of each cause; there are few causes. */
  private final Map<String, Integer> causes = new HashMap<>();

  void add(int task, Failure failure) {
    undecided.put(task, failure);
  }

  void retried(int task) {
    undecided.remove(task);
  }

  void forGood(int task) {
    Failure failure = undecided.remove(task);
    if (failure == null) {
      return;
    }
    causes.merge(cause(failure.outcome()), 1, Integer::sum);
    if (kept.size() < KEPT) {
      kept.put(task, failure.outcome());
    }
  }

  private static String cause(Outcome.Failed outcome) {
    return outcome.kind() == FailureKind.EXIT_CODE && outcome.exitCode().isPresent()
        ? "exit code " + outcome.exitCode().getAsInt()
        : outcome.kind() == FailureKind.TIME_LIMIT ? "their time limit" : outcome.code();
  }

  /** What most tasks failed of, and how many: {@code exit code 3 (7 tasks)}. */
  Optional<String> commonestCause() {
    return causes.entrySet().stream()
        .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
        .map(
            cause ->
                cause.getKey()
                    + " ("
                    + cause.getValue()
                    + (cause.getValue() == 1 ? " task)" : " tasks)"));
  }

  /** By task, in the order in which they failed. */
  Map<Integer, Failure> undecided() {
    return Collections.unmodifiableMap(undecided);
  }

  /** Tasks that failed for good, with their last outcome: the first thousand, as they failed. */
  Map<Integer, Outcome.Failed> kept() {
    return Collections.unmodifiableMap(kept);
  }
}
