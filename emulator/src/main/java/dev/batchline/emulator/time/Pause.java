package dev.batchline.emulator.time;

import java.time.Duration;

/** Waiting, for what has to be slow. */
public final class Pause {

  private Pause() {}

  /** Waits in real time; ends at once, with the thread still interrupted, when that is stopped. */
  public static void of(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
