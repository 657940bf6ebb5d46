package dev.batchline.emulator.model;

import java.util.Locale;

/** What becomes of the tasks on a node that is given up, restarted or closed for tasks. */
public enum DeallocationOption implements Wire {
  REQUEUE,
  TERMINATE,
  TASKCOMPLETION,
  RETAINEDDATA;

  public static DeallocationOption of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
