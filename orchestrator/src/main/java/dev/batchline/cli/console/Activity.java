package dev.batchline.cli.console;

import java.util.concurrent.TimeUnit;

/** One line that says what takes a while, with seconds on a terminal; gone when it has ended. */
public final class Activity implements AutoCloseable {

  private static final long REDRAW_MILLISECONDS = 250;

  private final Console console;
  private final String what;
  private final long began = System.nanoTime();

  public Activity(Console console, String what) {
    this.console = console;
    this.what = what;
    if (!console.screen().canRedraw()) {
      console.note(what);
    }
  }

  /** Waits for a process to end. */
  public void until(Process process) throws InterruptedException {
    while (!process.waitFor(REDRAW_MILLISECONDS, TimeUnit.MILLISECONDS)) {
      if (console.screen().canRedraw()) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
        console.draw("\r\u001b[K" + what + " · " + seconds + " s");
      }
    }
  }

  @Override
  public void close() {
    if (console.screen().canRedraw()) {
      console.draw("\r\u001b[K");
    }
  }
}
