package dev.batchline.autoscale;

import java.util.Objects;

/**
 * Something to tell the author of a formula: what is wrong or doubtful, where, and what to write
 * instead.
 *
 * @param message without position and full stop, such as {@code Undefined symbol: $PendingTask}
 * @param suggestion a whole sentence, such as {@code Did you mean $PendingTasks?}; empty when there
 *     is nothing to suggest
 */
public record Problem(Position position, String message, String suggestion) {

  public Problem {
    Objects.requireNonNull(position);
    Objects.requireNonNull(message);
    Objects.requireNonNull(suggestion);
  }

  /** As the Batch service prints it: {@code Line 1, Col 1: Undefined symbol: x}. */
  public String detail() {
    return position + ": " + message;
  }

  /** The detail and, if there is one, the suggestion after it. */
  @Override
  public String toString() {
    return suggestion.isEmpty() ? detail() : detail() + ". " + suggestion;
  }
}
