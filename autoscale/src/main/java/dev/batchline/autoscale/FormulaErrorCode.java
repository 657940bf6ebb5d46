package dev.batchline.autoscale;

/** The codes under which Azure Batch reports what is wrong with a formula or its settings. */
public enum FormulaErrorCode {
  /** The formula parsed and failed while it ran: inside {@code autoScaleRun.error}. */
  EVALUATION_ERROR(
      "AutoScalingFormulaEvaluationError",
      200,
      "The specified auto-scaling formula has evaluation error"),
  /** Too few samples lie in a window that the formula asked for: the pool stays as it is. */
  INSUFFICIENT_SAMPLE_DATA(
      "InsufficientSampleData", 200, "Autoscale evaluation failed due to insufficient sample data"),
  SYNTAX_ERROR(
      "AutoScalingFormulaSyntaxError",
      400,
      "The specified auto-scaling formula has a syntax error."),
  TOO_LONG(
      "AutoScalingFormulaTooLong",
      400,
      "The specified auto-scaling formula exceeds lengths limit."),
  INVALID_SETTINGS(
      "InvalidAutoScalingSettings", 400, "The specified auto-scaling settings are not valid."),
  INVALID_PROPERTY_VALUE(
      "InvalidPropertyValue",
      400,
      "The value provided for one of the properties in the request body is invalid."),
  TOO_MANY_ENABLE_REQUESTS(
      "TooManyEnableAutoScaleRequests",
      503,
      "Autoscale was enabled less than 30 seconds ago; try again later.");

  private final String code;
  private final int status;
  private final String message;

  FormulaErrorCode(String code, int status, String message) {
    this.code = code;
    this.status = status;
    this.message = message;
  }

  /** The code as it goes over the wire. */
  public String code() {
    return code;
  }

  /** The HTTP status of the answer that carries it: 200 for errors inside an evaluation. */
  public int status() {
    return status;
  }

  public String message() {
    return message;
  }
}
