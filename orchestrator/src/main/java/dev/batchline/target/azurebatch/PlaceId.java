package dev.batchline.target.azurebatch;

import dev.batchline.base.RunId;
import dev.batchline.plan.PlannedPool;

/** Names what belongs to one of a run's pools. */
final class PlaceId {

  private PlaceId() {}

  /** Of the pool and of its job: the run's id, for further pools with their number behind. */
  static String of(RunId run, int place) {
    return run.value() + suffix(place);
  }

  /** What a pool or job is called in the run's record: {@code pool}, {@code pool-2}. */
  static String word(String what, int place) {
    return what + suffix(place);
  }

  private static String suffix(int place) {
    return place == PlannedPool.FIRST ? "" : "-" + place;
  }
}
