package dev.batchline.autoscale.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What will happen, in the order of its time; what is due at once, in the order it was planned. */
final class Agenda {

  private record Entry(long at, long order, Runnable action) {}

  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::order));
  private long now;
  private long planned;

  /** Milliseconds since the start. */
  long now() {
    return now;
  }

  void after(long milliseconds, Runnable action) {
    entries.add(new Entry(now + Math.max(0, milliseconds), planned++, action));
  }

  /** When the next thing happens; far away when nothing will. */
  long next() {
    Entry entry = entries.peek();
    return entry == null ? Long.MAX_VALUE : entry.at();
  }

  /** Goes to the next entry's time and does it; there must be one. */
  void step() {
    Entry entry = entries.remove();
    now = entry.at();
    entry.action().run();
  }

  /** Lets time pass without anything happening. */
  void skipTo(long at) {
    now = Math.max(now, at);
  }
}
