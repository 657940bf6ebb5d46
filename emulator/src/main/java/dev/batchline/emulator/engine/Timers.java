package dev.batchline.emulator.engine;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * What is to be done later, by the engine's thread. Nothing is cancelled: what is due finds out for
 * itself whether it is still wanted.
 */
final class Timers {

  private record Timer(Instant due, long order, Runnable action) {}

  private final PriorityQueue<Timer> waiting =
      new PriorityQueue<>(Comparator.comparing(Timer::due).thenComparing(Timer::order));
  private long order;

  void at(Instant due, Runnable action) {
    waiting.add(new Timer(due, order++, action));
  }

  Optional<Instant> nextDue() {
    return Optional.ofNullable(waiting.peek()).map(Timer::due);
  }

  /** Takes the next action that is due. */
  Optional<Runnable> takeDue(Instant now) {
    Timer first = waiting.peek();
    if (first == null || first.due().isAfter(now)) {
      return Optional.empty();
    }
    waiting.remove();
    return Optional.of(first.action());
  }
}
