package dev.batchline.autoscale.simulation;

import dev.batchline.autoscale.Evaluation;
import dev.batchline.autoscale.Targets;
import java.time.Duration;
import java.util.Objects;

/**
 * One evaluation of the formula and what the pool made of it.
 *
 * @param before the targets until then
 */
public record Decision(Duration after, Targets before, Evaluation evaluation) {

  /** What an evaluation does to the number of nodes wanted. */
  public enum Action {
    GROW,
    SHRINK,
    /** As many as before. */
    NONE,
    FAILED
  }

  public Decision {
    Objects.requireNonNull(after);
    Objects.requireNonNull(before);
    Objects.requireNonNull(evaluation);
  }

  public Action action() {
    if (!evaluation.succeeded()) {
      return Action.FAILED;
    }
    Targets wanted = evaluation.targets();
    int order =
        Integer.compare(
            wanted.dedicatedNodes() + wanted.lowPriorityNodes(),
            before.dedicatedNodes() + before.lowPriorityNodes());
    return order > 0 ? Action.GROW : order < 0 ? Action.SHRINK : Action.NONE;
  }
}
