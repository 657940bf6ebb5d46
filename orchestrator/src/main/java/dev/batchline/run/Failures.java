package dev.batchline.run;

import dev.batchline.target.Outcome;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

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

  void add(int task, Failure failure) {
    undecided.put(task, failure);
  }

  void retried(int task) {
    undecided.remove(task);
  }

  void forGood(int task) {
    Failure failure = undecided.remove(task);
    if (failure != null && kept.size() < KEPT) {
      kept.put(task, failure.outcome());
    }
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
