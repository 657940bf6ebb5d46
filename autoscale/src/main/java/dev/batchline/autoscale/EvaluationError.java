package dev.batchline.autoscale;

import java.util.Objects;

/**
 * Why an evaluation ended without a result.
 *
 * @param code {@link FormulaErrorCode#EVALUATION_ERROR} or {@link
 *     FormulaErrorCode#INSUFFICIENT_SAMPLE_DATA}
 */
public record EvaluationError(FormulaErrorCode code, Problem problem) {

  public EvaluationError {
    Objects.requireNonNull(code);
    Objects.requireNonNull(problem);
  }

  /** The service's sentence for the code. */
  public String message() {
    return code.message();
  }

  /** What the service puts into {@code error.values} under the name {@code Message}. */
  public String detail() {
    return problem.detail();
  }

  public Position position() {
    return problem.position();
  }
}
