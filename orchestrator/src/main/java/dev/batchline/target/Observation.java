package dev.batchline.target;

import java.time.Instant;
import java.util.Optional;

/**
 * What a target saw at one look.
 *
 * @param waiting attempts that are accepted and do not run yet; a hint, it may lag
 * @param running attempts that run now; a hint, it may lag
 * @param closed whether the target has stopped for good, so that nothing more will run there (its
 *     job was ended or deleted by someone, or by its wall-clock limit), with why
 * @param cursor where the next observation continues
 * @param signs what is unusual about the run's pools
 */
public record Observation(
    int waiting,
    int running,
    Capacity capacity,
    Optional<String> closed,
    Instant cursor,
    PoolSigns signs) {

  /** With nothing unusual. */
  public Observation(
      int waiting, int running, Capacity capacity, Optional<String> closed, Instant cursor) {
    this(waiting, running, capacity, closed, cursor, PoolSigns.NONE);
  }

  /** Both together, as if they were one; the other one came first. */
  public Observation after(Observation other) {
    return new Observation(
        waiting + other.waiting,
        running + other.running,
        other.capacity.and(capacity),
        other.closed.or(() -> closed),
        cursor.isAfter(other.cursor) ? cursor : other.cursor,
        signs.and(other.signs));
  }
}
