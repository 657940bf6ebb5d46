package dev.batchline.emulator.node;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What happens to a command, in order: Started once or more (retries), then Ended. */
public sealed interface CommandEvent {

  /**
   * A process has been started.
   *
   * @param retry 0 for the first run
   */
  record Started(Instant at, int retry) implements CommandEvent {}

  /**
   * It is over: process tree dead, outputs uploaded or failed.
   *
   * @param started of the last run; empty when none was started
   * @param exitCode of the last run; empty when none was started
   * @param retries that were made
   * @param failure empty on success
   */
  record Ended(
      Optional<Instant> started,
      Instant ended,
      OptionalInt exitCode,
      int retries,
      Optional<Failure> failure)
      implements CommandEvent {}

  /**
   * Batch's failureInfo.
   *
   * @param category {@code UserError} or {@code ServerError}
   * @param code such as {@code FailureExitCode}, {@code BlobNotFound}, {@code TaskEnded}
   * @param details name and value, in order
   */
  record Failure(
      String category, String code, String message, List<Map.Entry<String, String>> details) {
    public Failure {
      details = List.copyOf(details);
    }
  }
}
