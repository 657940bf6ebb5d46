package dev.batchline.target;

import dev.batchline.failure.FailedAttempt;
import dev.batchline.failure.FailurePolicy;
import dev.batchline.failure.FailureRow;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** How an attempt ended. */
public sealed interface Outcome {

  /** Where and when it ran; empty for what never ran. */
  Optional<Execution> execution();

  /**
   * @param node id of the node
   * @param started first moment of the program
   * @param ended moment after the upload of its outputs
   */
  record Execution(String node, Instant started, Instant ended) {}

  /** The program ended with exit code 0 and its outputs are in Storage. */
  record Succeeded(Optional<Execution> execution) implements Outcome {}

  /**
   * @param code the target's own code, such as {@code FailureExitCode} or {@code BlobNotFound}
   * @param message one line for people, without secrets
   * @param category the target's own word for whose fault it is, or empty
   */
  record Failed(
      FailureKind kind,
      OptionalInt exitCode,
      String code,
      String message,
      Optional<Execution> execution,
      String category)
      implements Outcome {

    public Failed {
      // Journals of earlier versions have no category.
      category = Objects.requireNonNullElse(category, "");
    }

    public Failed(
        FailureKind kind,
        OptionalInt exitCode,
        String code,
        String message,
        Optional<Execution> execution) {
      this(kind, exitCode, code, message, execution, "");
    }

    /** The same, somewhere else, or nowhere in particular. */
    public Failed withExecution(Optional<Execution> other) {
      return new Failed(kind, exitCode, code, message, other, category);
    }

    /**
     * @param group of the task
     */
    public FailedAttempt attempt(String group) {
      return new FailedAttempt(kind.happening(), exitCode, code, category, group);
    }

    /** What it means and what is done about it, unless the job file says otherwise. */
    public FailureRow row() {
      return FailurePolicy.row(kind.happening(), code);
    }
  }
}
