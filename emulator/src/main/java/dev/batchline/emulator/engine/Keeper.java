package dev.batchline.emulator.engine;

import java.util.concurrent.CompletableFuture;

/**
 * Keeps an account beyond the life of the emulator, while the engine changes it; called by the
 * engine's thread alone.
 */
public interface Keeper {

  /** Keeps nothing: what is in memory is all there is. */
  Keeper NONE =
      new Keeper() {
        @Override
        public void handOver() {}

        @Override
        public CompletableFuture<Void> kept() {
          return CompletableFuture.completedFuture(null);
        }

        @Override
        public boolean stuck() {
          return false;
        }

        @Override
        public void whenReady(Runnable wake) {}
      };

  /** Takes what has changed, unless it is still busy; to be called after each message. */
  void handOver();

  /** Complete when everything is kept that has changed up to now. */
  CompletableFuture<Void> kept();

  /** Whether what has changed can't be kept at present: the disk is full, say. */
  boolean stuck();

  /**
   * Sets what it does when it was busy and can take more.
   *
   * @param wake called by any thread; should see to it that {@link #handOver} is called
   */
  void whenReady(Runnable wake);
}
