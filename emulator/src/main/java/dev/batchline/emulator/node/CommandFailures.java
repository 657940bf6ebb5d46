package dev.batchline.emulator.node;

import dev.batchline.emulator.node.CommandEvent.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Batch says of commands that didn't succeed, apart from failed transfers. */
final class CommandFailures {

  private CommandFailures() {}

  static Failure taskEnded() {
    return new Failure("UserError", "TaskEnded", "Task Was Ended by User Request", List.of());
  }

  static Failure overTime(Optional<Duration> limit) {
    return new Failure(
        "UserError",
        "TaskEnded",
        "The task was ended because it ran longer than it may",
        List.of(Map.entry("MaxWallClockTime", limit.map(Duration::toString).orElse(""))));
  }

  static Failure exitCode() {
    return new Failure(
        "UserError",
        "FailureExitCode",
        "The task exited with an exit code representing a failure",
        List.of(
            Map.entry("Message", "The task process exited with an unexpected exit code"),
            Map.entry("AdditionalErrorCode", "FailureExitCode")));
  }

  static Failure directory(IOException cause) {
    return new Failure(
        "ServerError",
        "ResourceDirectoryCreateFailed",
        "The directory of the task could not be made",
        List.of(Map.entry("Message", cause.toString())));
  }

  /** For a defect of the emulator. */
  static Failure unknown(RuntimeException cause) {
    return new Failure("ServerError", "Unknown", "The node failed: " + cause, List.of());
  }
}
