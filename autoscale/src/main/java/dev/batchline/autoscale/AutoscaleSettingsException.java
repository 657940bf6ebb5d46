package dev.batchline.autoscale;

/** Settings that the service refuses, for a reason other than the formula's text. */
public final class AutoscaleSettingsException extends RuntimeException {

  private final FormulaErrorCode code;

  AutoscaleSettingsException(FormulaErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  public FormulaErrorCode code() {
    return code;
  }
}
