package dev.batchline.autoscale;

import java.util.Arrays;
import java.util.Optional;

/** What becomes of the tasks on nodes that a pool gives up. */
public enum NodeDeallocationOption {
  REQUEUE("requeue"),
  TERMINATE("terminate"),
  TASK_COMPLETION("taskcompletion"),
  RETAINED_DATA("retaineddata");

  private final String word;

  NodeDeallocationOption(String word) {
    this.word = word;
  }

  /** As it stands in formulas and in the service's JSON, such as {@code taskcompletion}. */
  public String word() {
    return word;
  }

  public static Optional<NodeDeallocationOption> of(String word) {
    return Arrays.stream(values()).filter(option -> option.word.equals(word)).findFirst();
  }
}
