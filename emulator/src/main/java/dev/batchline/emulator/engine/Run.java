package dev.batchline.emulator.engine;

import java.util.Locale;
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

  NodeKey nodeKey() {
    return new NodeKey(pool, node);
  }

  /** What it is, for a log. */
  String label() {
    String what = kind.name().toLowerCase(Locale.ROOT) + (kind == Kind.TASK ? "" : " task");
    return what
        + job.map(key -> " " + key).orElse("")
        + task.map(key -> "/" + key).orElse("")
        + " #"
        + id;
  }

  /** What its end means; the later the stronger. */
  enum Fate {
    /** Its task waits for another node, by a user's request. */
    REQUEUE,
    /** What it reports. */
    COMPLETE,
    /** Nothing: nobody is interested any more. */
    FORGET
  }
}
