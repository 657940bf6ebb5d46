package dev.batchline.target;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a target saw since the cursor of an earlier observation.
 *
 * @param ended attempts that ended since then; some may be repeated, none is left out
 * @param waiting attempts that are accepted and do not run yet; a hint, it may lag
 * @param running attempts that run now; a hint, it may lag
 * @param closed whether the target has stopped for good, so that nothing more will run there (its
 *     job was ended or deleted by someone, or by its wall-clock limit), with why
 * @param cursor where the next observation continues
 */
public record Observation(
    List<AttemptEnd> ended,
    int waiting,
    int running,
    Capacity capacity,
    Optional<String> closed,
    Instant cursor) {

  public Observation {
    ended = List.copyOf(ended);
  }
}
