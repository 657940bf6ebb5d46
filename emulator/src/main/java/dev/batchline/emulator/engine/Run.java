package dev.batchline.emulator.engine;

import java.util.Optional;

/**
 * A command that was started on a node and whose end hasn't been heard of yet.
 *
 * @param job key of its job; none for a start task
 * @param task key of its task; none for start, preparation and release tasks
 */
record Run(
    long id, Kind kind, String pool, String node, Optional<String> job, Optional<String> task) {

  enum Kind {
    START,
    PREPARATION,
    TASK,
    RELEASE
  }

  /** What its end means. */
  enum Fate {
    /** What it reports. */
    COMPLETE,
    /** Its task waits for another node, by a user's request. */
    REQUEUE,
    /** Nothing: nobody is interested any more. */
    FORGET
  }
}
