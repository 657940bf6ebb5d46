package dev.batchline.target;

import java.time.Instant;
import java.util.Map;

/**
 * How much the engine knows of what ended.
 *
 * @param cursor of the observation before; Instant.EPOCH if there was none
 * @param byPlace how many attempts are known to have ended on each of the plan's pools, by its
 *     number
 */
public record KnownEnds(Instant cursor, Map<Integer, Long> byPlace) {

  /** Nothing yet. */
  public static final KnownEnds NONE = new KnownEnds(Instant.EPOCH, Map.of());

  public KnownEnds {
    byPlace = Map.copyOf(byPlace);
  }

  public long at(int place) {
    return byPlace.getOrDefault(place, 0L);
  }
}
