package dev.batchline.emulator.monitor;

/** A request that Azure Monitor would refuse, with status and code. */
final class MonitorException extends RuntimeException {

  private final int status;
  private final String code;

  MonitorException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static MonitorException badRequest(String message) {
    return new MonitorException(400, "BadRequest", message);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
