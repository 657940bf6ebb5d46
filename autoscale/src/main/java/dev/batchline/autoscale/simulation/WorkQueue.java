package dev.batchline.autoscale.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/** Tasks that wait, first come, first served; those of one arrival take the room of one. */
final class WorkQueue {

  /**
   * Waiting tasks of one kind.
   *
   * @param again whether they have run before, so that their wait is known already
   */
  record Batch(TaskKind kind, long arrivedAt, boolean again) {}

  private static final class Waiting {
    final Batch batch;
    int count;

    Waiting(Batch batch, int count) {
      this.batch = batch;
      this.count = count;
    }
  }

  private final Deque<Waiting> queue = new ArrayDeque<>();
  private long size;

  long size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** When the first task that has never run arrived; those that have run stand before it. */
  OptionalLong firstArrival() {
    return queue.stream()
        .filter(waiting -> !waiting.batch.again())
        .mapToLong(waiting -> waiting.batch.arrivedAt())
        .findFirst();
  }

  void add(Batch batch, int count) {
    queue.addLast(new Waiting(batch, count));
    size += count;
  }

  /** Puts a task that lost its node before all others. */
  void addFirst(Batch batch) {
    queue.addFirst(new Waiting(new Batch(batch.kind(), batch.arrivedAt(), true), 1));
    size++;
  }

  /** Slots that the next task needs; there must be one. */
  int nextSlots() {
    return queue.getFirst().batch.kind().slots();
  }

  Batch take() {
    Waiting first = queue.getFirst();
    size--;
    if (--first.count == 0) {
      queue.removeFirst();
    }
    return first.batch;
  }
}
