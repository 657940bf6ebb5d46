package dev.batchline.emulator.model;

import java.util.Map;

/** A refusal in the service's own terms: HTTP status, code, message and details. */
public final class BatchError extends RuntimeException {

  private final int status;
  private final String code;
  private final Map<String, String> values;

  public BatchError(int status, String code, String message, Map<String, String> values) {
    super(message);
    this.status = status;
    this.code = code;
    this.values = Map.copyOf(values);
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  /** Details by key, such as {@code PropertyName}. */
  public Map<String, String> values() {
    return values;
  }
}
