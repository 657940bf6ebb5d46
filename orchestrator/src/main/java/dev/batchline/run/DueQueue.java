package dev.batchline.run;

import java.util.Arrays;

/**
 * Tasks by the time from which they may be submitted again: a binary heap without an object per
 * task.
 */
final class DueQueue {

  private long[] due = new long[16];
  private int[] ordinal = new int[16];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /** The earliest time; only for a queue that is not empty. */
  long firstDue() {
    return due[0];
  }

  int firstOrdinal() {
    return ordinal[0];
  }

  void add(long time, int task) {
    if (size == due.length) {
      due = Arrays.copyOf(due, size * 2);
      ordinal = Arrays.copyOf(ordinal, size * 2);
    }
    int at = size++;
    while (at > 0 && due[(at - 1) / 2] > time) {
      set(at, due[(at - 1) / 2], ordinal[(at - 1) / 2]);
      at = (at - 1) / 2;
    }
    set(at, time, task);
  }

  void removeFirst() {
    size--;
    long time = due[size];
    int task = ordinal[size];
    int at = 0;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && due[child + 1] < due[child]) {
        child++;
      }
      if (due[child] >= time) {
        break;
      }
      set(at, due[child], ordinal[child]);
      at = child;
    }
    set(at, time, task);
  }

  /** Offers tasks that are due, in no order, until one answer is false. */
  void forEachDue(long now, DueTask action) {
    offer(0, now, action);
  }

  private boolean offer(int at, long now, DueTask action) {
    if (at >= size || due[at] > now) {
      return true;
    }
    return action.test(due[at], ordinal[at])
        && offer(2 * at + 1, now, action)
        && offer(2 * at + 2, now, action);
  }

  private void set(int at, long time, int task) {
    due[at] = time;
    ordinal[at] = task;
  }

  /** Answers whether to go on. */
  @FunctionalInterface
  interface DueTask {
    boolean test(long due, int ordinal);
  }
}
