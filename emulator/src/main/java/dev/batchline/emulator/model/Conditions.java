package dev.batchline.emulator.model;

import java.time.Instant;
import java.util.Optional;

/** Conditional headers of a request; ETags as sent, {@code *} included. */
public record Conditions(
    Optional<String> ifMatch,
    Optional<String> ifNoneMatch,
    Optional<Instant> ifModifiedSince,
    Optional<Instant> ifUnmodifiedSince) {

  public static final Conditions NONE =
      new Conditions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
