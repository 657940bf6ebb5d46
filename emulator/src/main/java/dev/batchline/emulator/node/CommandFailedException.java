package dev.batchline.emulator.node;

import java.util.List;
import java.util.Map;

/** A command can't go on, for a reason that Batch has a code for. */
final class CommandFailedException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient CommandEvent.Failure failure;

  CommandFailedException(CommandEvent.Failure failure) {
    super(failure.code() + ": " + failure.message());
    this.failure = failure;
  }

  CommandEvent.Failure failure() {
    return failure;
  }

  /** For what the user can mend. */
  static CommandFailedException user(
      String code, String message, List<Map.Entry<String, String>> details) {
    return new CommandFailedException(
        new CommandEvent.Failure("UserError", code, message, details));
  }

  /** For what lies with the node or the service. */
  static CommandFailedException server(
      String code, String message, List<Map.Entry<String, String>> details) {
    return new CommandFailedException(
        new CommandEvent.Failure("ServerError", code, message, details));
  }
}
