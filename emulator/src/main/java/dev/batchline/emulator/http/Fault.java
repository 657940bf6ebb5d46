package dev.batchline.emulator.http;

import dev.batchline.emulator.model.BatchError;
import java.time.Duration;
import java.util.Optional;

/** Something that goes wrong with one request because somebody asked for it. */
public sealed interface Fault {

  /**
   * The request is refused before anything is done.
   *
   * @param retryAfter what the answer's Retry-After says, in whole seconds
   */
  record Refuse(BatchError error, Optional<Duration> retryAfter) implements Fault {}

  /**
   * The connection is closed without an answer.
   *
   * @param worked whether what was asked for has been done by then
   */
  record Drop(boolean worked) implements Fault {}

  /** The answer comes late. */
  record Delay(Duration by) implements Fault {}
}
