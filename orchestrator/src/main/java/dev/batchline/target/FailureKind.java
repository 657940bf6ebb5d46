package dev.batchline.target;

import dev.batchline.failure.Happening;

/** Why an attempt did not succeed; the policy decides by it whether to try again. */
public enum FailureKind {
  /** The program ended with an exit code other than 0. */
  EXIT_CODE,
  /** The program could not be started: not found, not executable. */
  LAUNCH,
  /** The attempt's own time limit passed. */
  TIME_LIMIT,
  /** Its inputs could not be brought to the node. */
  INPUT,
  /** Its outputs could not be uploaded, though the program may have ended well. */
  OUTPUT,
  /** The node was lost, or the target no longer knows the attempt. */
  NODE_LOST,
  /** Someone ended it: the job was terminated or its wall-clock limit passed. */
  TERMINATED,
  /** The target refused to take it, for a reason that trying again won't change. */
  REJECTED,
  /** The service failed in another way. */
  SERVICE;

  /** The same in the table of failures. */
  public Happening happening() {
    return Happening.valueOf(name());
  }

  /**
   * @param happening one that an attempt can end by
   */
  public static FailureKind of(Happening happening) {
    return valueOf(happening.name());
  }
}
