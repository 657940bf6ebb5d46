package dev.batchline.target;

import dev.batchline.base.RunException;

/**
 * Whether something may still be created for a run.
 *
 * <p>A process can be stopped between any two of its instructions, for longer than its lease lasts.
 * So who creates what costs money asks before and after: before, because another process may have
 * the run; after, because it may have ended it meanwhile, and nobody else would remove what comes
 * too late.
 */
public interface Permit {

  /** For what is no run's. */
  Permit ALWAYS =
      new Permit() {
        @Override
        public void require() {}

        @Override
        public boolean isOver() {
          return false;
        }
      };

  /**
   * Makes sure, by asking and not by what was known before.
   *
   * @throws RunException with the code {@link dev.batchline.storage.RunLease#LOST} if another
   *     process has the run, or if Storage can't be reached
   */
  void require();

  /** Whether the run has ended, so that nobody needs what was created. */
  boolean isOver();
}
