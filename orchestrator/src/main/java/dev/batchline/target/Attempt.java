package dev.batchline.target;

import dev.batchline.plan.PlannedTask;
import java.util.Optional;

/**
 * A try that is to be made.
 *
 * @param avoid a node that it is not to run on, if that can be helped
 */
public record Attempt(AttemptId id, PlannedTask task, Optional<String> avoid) {

  /** On any node. */
  public Attempt(AttemptId id, PlannedTask task) {
    this(id, task, Optional.empty());
  }
}
