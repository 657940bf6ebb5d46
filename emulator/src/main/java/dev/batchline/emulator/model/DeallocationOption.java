package dev.batchline.emulator.model;

import java.util.Locale;

/** What becomes of the tasks on a node that is given up, restarted or closed for tasks. */
public enum DeallocationOption implements Wire {
  REQUEUE,
  TERMINATE,
  TASKCOMPLETION,
  RETAINEDDATA;

  /** Whether tasks that run are left to their end. */
  public boolean waits() {
    return this == TASKCOMPLETION || this == RETAINEDDATA;
  }

  public static DeallocationOption of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
