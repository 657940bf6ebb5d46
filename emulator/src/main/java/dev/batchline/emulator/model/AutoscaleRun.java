package dev.batchline.emulator.model;

import java.time.Instant;
import java.util.Optional;

/** What an evaluation of a pool's formula gave. */
public record AutoscaleRun(Instant timestamp, String results, Optional<Failed> error) {

  /**
   * Why an evaluation failed.
   *
   * @param detail with the place in the formula
   */
  public record Failed(String code, String message, String detail) {}
}
