package dev.batchline.emulator.model;

import java.util.Locale;

/** What becomes of the running tasks of a job that is disabled. */
public enum DisableTasks implements Wire {
  REQUEUE,
  TERMINATE,
  WAIT;

  public static DisableTasks of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
