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

  private final Undecided undecided;
  private final Map<Integer, Outcome.Failed> kept = new LinkedHashMap<>();

  /** How many tasks failed of each cause; there are few causes. */
  private final Map<String, Integer> causes = new HashMap<>();

  /**
   * @param tasks how many there are
   */
  Failures(int tasks) {
    this.undecided = new Undecided(tasks);
  }

  /**
   * @param observations how often the target had been looked at before
   */
  void add(int task, Outcome.Failed outcome, int observations) {
    undecided.add(task, outcome, observations);
  }

  void retried(int task) {
    undecided.remove(task);
  }

  /**
   * @param execution where and when the task's last attempt ran
   */
  void forGood(int task, Optional<Outcome.Execution> execution) {
    undecided
        .remove(task)
        .ifPresent(
            outcome -> {
              causes.merge(cause(outcome), 1, Integer::sum);
              if (kept.size() < KEPT) {
                kept.put(task, outcome.withExecution(execution));
              }
            });
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

  Undecided undecided() {
    return undecided;
  }

  /** Tasks that failed for good, with their last outcome: the first thousand, as they failed. */
  Map<Integer, Outcome.Failed> kept() {
    return Collections.unmodifiableMap(kept);
  }
}
