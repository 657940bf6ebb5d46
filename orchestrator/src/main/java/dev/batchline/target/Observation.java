package dev.batchline.target;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a target saw at one look.
 *
 * @param waiting attempts that are accepted and do not run yet; a hint, it may lag
 * @param running attempts that run now; a hint, it may lag
 * @param closed whether the target has stopped for good, so that nothing more will run there (its
 *     job was ended or deleted by someone, or by its wall-clock limit), with why
 * @param cursor where the next observation continues
 * @param gone numbers of the run's pools that are not there any more, though their jobs are
 */
public record Observation(
    int waiting,
    int running,
    Capacity capacity,
    Optional<String> closed,
    Instant cursor,
    Set<Integer> gone) {

  public Observation {
    gone = Set.copyOf(gone);
  }

  /** With all pools there. */
  public Observation(
      int waiting, int running, Capacity capacity, Optional<String> closed, Instant cursor) {
    this(waiting, running, capacity, closed, cursor, Set.of());
  }

  /** Both together, as if they were one; the other one came first. */
  public Observation after(Observation other) {
    Set<Integer> both = new TreeSet<>(gone);
    both.addAll(other.gone);
    return new Observation(
        waiting + other.waiting,
        running + other.running,
        other.capacity.and(capacity),
        other.closed.or(() -> closed),
        cursor.isAfter(other.cursor) ? cursor : other.cursor,
        both);
  }
}
