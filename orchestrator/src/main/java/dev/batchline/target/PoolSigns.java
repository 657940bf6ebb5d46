package dev.batchline.target;

import java.util.HashSet;
import java.util.Set;

/**
 * What is unusual about a run's pools, by their numbers.
 *
 * @param gone that are not there any more, though their jobs are
 * @param starved where attempts wait and none runs, because a quota keeps nodes away
 * @param idle that have nodes, and want some, though no attempt waits or runs there
 */
public record PoolSigns(Set<Integer> gone, Set<Integer> starved, Set<Integer> idle) {

  public static final PoolSigns NONE = new PoolSigns(Set.of(), Set.of(), Set.of());

  public PoolSigns {
    gone = Set.copyOf(gone);
    starved = Set.copyOf(starved);
    idle = Set.copyOf(idle);
  }

  PoolSigns and(PoolSigns other) {
    return new PoolSigns(
        both(gone, other.gone), both(starved, other.starved), both(idle, other.idle));
  }

  private static Set<Integer> both(Set<Integer> one, Set<Integer> other) {
    Set<Integer> all = new HashSet<>(one);
    all.addAll(other);
    return all;
  }
}
