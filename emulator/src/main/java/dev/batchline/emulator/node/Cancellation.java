package dev.batchline.emulator.node;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/** Stops the transfers of one command, at once also in the middle of a request or a pause. */
final class Cancellation {

  private final CountDownLatch cancelled = new CountDownLatch(1);
  private @Nullable Call current;

  synchronized void cancel() {
    cancelled.countDown();
    if (current != null) {
      current.cancel();
    }
  }

  boolean isCancelled() {
    return cancelled.getCount() == 0;
  }

  /** The call is the one to stop from now on. */
  synchronized Call watch(Call call) {
    current = call;
    if (isCancelled()) {
      call.cancel();
    }
    return call;
  }

  /**
   * Pauses.
   *
   * @throws CancellationException as soon as it is cancelled
   */
  void pause(Duration duration) {
    boolean stopped;
    try {
      stopped = cancelled.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
    if (stopped) {
      throw new CancellationException("cancelled");
    }
  }
}
