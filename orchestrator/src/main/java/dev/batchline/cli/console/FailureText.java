package dev.batchline.cli.console;

import dev.batchline.target.FailureKind;
import dev.batchline.target.Outcome;

/** Why an attempt failed, as one line that is safe to print. */
public final class FailureText {

  private FailureText() {}

  public static String of(Outcome.Failed outcome) {
    String kind =
        switch (outcome.kind()) {
          case EXIT_CODE -> "its program failed";
          case LAUNCH -> "its program can't be started";
          case TIME_LIMIT -> "its time limit passed";
          case INPUT -> "its inputs could not be brought to the node";
          case OUTPUT -> "its outputs could not be uploaded";
          case NODE_LOST -> "its node was lost";
          case TERMINATED -> "it was ended";
          case REJECTED -> "the target refused it";
          case SERVICE -> "the service failed";
        };
    String code =
        outcome.exitCode().isPresent() ? " with exit code " + outcome.exitCode().getAsInt() : "";
    boolean plain = outcome.kind() == FailureKind.EXIT_CODE;
    String message = ForeignText.line(outcome.message());
    return kind
        + code
        + (plain || message.isEmpty()
            ? meaning(outcome)
            : " (" + ForeignText.line(outcome.code()) + ": " + message + ")");
  }

  /** What shells, and the script that begins a task on its node, mean by an exit code. */
  private static String meaning(Outcome.Failed outcome) {
    return switch (outcome.kind() == FailureKind.EXIT_CODE ? outcome.exitCode().orElse(0) : 0) {
      case 65 -> " (or an output of an earlier task is missing)";
      case 66 -> " (or a declared output was not written)";
      case 126 -> " (a shell's word for a program that can't be executed)";
      case 127 -> " (a shell's word for a program that is not there)";
      case 137 -> " (killed, most often for its memory)";
      case 139 -> " (killed for reading or writing where it must not)";
      default -> "";
    };
  }
}
