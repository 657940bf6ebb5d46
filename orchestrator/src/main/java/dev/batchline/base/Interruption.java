package dev.batchline.base;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The wish of a person to stop watching (Ctrl-C); who works for long looks at it now and then.
 *
 * <p>Once requested it stays so. Any thread may request it.
 */
public final class Interruption {

  private final AtomicBoolean requested = new AtomicBoolean();

  public void request() {
    requested.set(true);
  }

  public boolean requested() {
    return requested.get();
  }
}
