package dev.batchline.autoscale;

import java.util.Optional;

/** Leaves an evaluation before its last statement: with an error, or by {@code stop()}. */
final class EvaluationEnd extends RuntimeException {

  private final transient Optional<EvaluationError> error;

  private EvaluationEnd(Optional<EvaluationError> error) {
    super(error.map(EvaluationError::detail).orElse("stop()"), null, false, false);
    this.error = error;
  }

  static EvaluationEnd stopped() {
    return new EvaluationEnd(Optional.empty());
  }

  static EvaluationEnd failed(Position position, String message, String suggestion) {
    return failed(FormulaErrorCode.EVALUATION_ERROR, position, message, suggestion);
  }

  static EvaluationEnd failed(Position position, String message) {
    return failed(position, message, "");
  }

  static EvaluationEnd failed(
      FormulaErrorCode code, Position position, String message, String suggestion) {
    return new EvaluationEnd(
        Optional.of(new EvaluationError(code, new Problem(position, message, suggestion))));
  }

  Optional<EvaluationError> error() {
    return error;
  }
}
