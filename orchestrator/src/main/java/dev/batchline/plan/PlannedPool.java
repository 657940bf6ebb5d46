package dev.batchline.plan;

import java.util.List;
import java.util.Objects;

/**
 * The pool a run wants.
 *
 * @param template name or path of the template it was made from, for people
 * @param json Azure Batch's own pool JSON (PoolAddParameter), parameters filled in, without an id
 * @param keep whether the pool stays when the run has ended
 * @param cores of one node, by its VM size; 0 when the size is not known
 * @param further pools that attempts may move to, by {@link #FIRST_FURTHER} and on; each is created
 *     when the first attempt needs it, and none is kept
 */
public record PlannedPool(
    String template, String json, boolean keep, int cores, List<PlannedPool> further) {

  /** Number of the pool that a run begins with. */
  public static final int FIRST = 1;

  /** Number of the first of the further pools. */
  public static final int FIRST_FURTHER = 2;

  public PlannedPool {
    // Plans of earlier versions have none.
    further = List.copyOf(Objects.requireNonNullElse(further, List.of()));
  }

  public PlannedPool(String template, String json, boolean keep, int cores) {
    this(template, json, keep, cores, List.of());
  }

  /** The pool with this number; this one is the first. */
  public PlannedPool place(int number) {
    return number == FIRST ? this : further.get(number - FIRST_FURTHER);
  }
}
