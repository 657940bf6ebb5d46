package dev.batchline.cli.console;

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
    boolean plain = outcome.kind() == dev.batchline.target.FailureKind.EXIT_CODE;
    String message = ForeignText.line(outcome.message());
    return kind
        + code
        + (plain || message.isEmpty()
            ? ""
            : " (" + ForeignText.line(outcome.code()) + ": " + message + ")");
  }
}
