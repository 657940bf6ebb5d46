package dev.batchline.cli.console;

import java.util.concurrent.TimeUnit;

/** One line that says what takes a while, redrawn on a terminal; gone when it has ended. */
public final class Activity implements AutoCloseable {

  private static final long REDRAW_MILLISECONDS = 250;

  private final Console console;
  private final String what;
  private final long began = System.nanoTime();
  private long drawn = began;

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
      show(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began) + " s");
    }
  }

  /** Says how far it is; any thread may, as often as it likes. */
  public synchronized void show(String progress) {
    long now = System.nanoTime();
    if (!console.screen().canRedraw()
        || now - drawn < TimeUnit.MILLISECONDS.toNanos(REDRAW_MILLISECONDS - 1)) {
      return;
    }
    drawn = now;
    String line = what + " · " + progress;
    int columns = console.screen().columns() - 1;
    console.draw("\r\u001b[K" + line.substring(0, Math.min(line.length(), columns)));
  }

  @Override
  public synchronized void close() {
    if (console.screen().canRedraw()) {
      console.draw("\r\u001b[K");
    }
  }
}
