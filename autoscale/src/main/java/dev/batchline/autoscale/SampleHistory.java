package dev.batchline.autoscale;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The samples of one metric, oldest first; an immutable value of which each {@link #with} makes a
 * longer one.
 *
 * <p>All versions grown from one another share two arrays (16 bytes a sample), so keeping or
 * handing out a version copies nothing, and adding a sample is O(1) amortised. A cell is written
 * once, by the version that claimed it, before the object that can see it is made: readers of other
 * versions never look there, so versions may be read by any thread.
 */
public final class SampleHistory {

  private static final SampleHistory EMPTY = new SampleHistory(new Cells(0), 0, 0);

  private final Cells cells;
  private final int from;
  private final int to;

  private SampleHistory(Cells cells, int from, int to) {
    this.cells = cells;
    this.from = from;
    this.to = to;
  }

  public static SampleHistory empty() {
    return EMPTY;
  }

  /**
   * This history and one sample more.
   *
   * @throws IllegalArgumentException when the sample is older than the last one
   */
  public SampleHistory with(Instant time, double value) {
    long ticks = Ticks.of(time);
    if (to > from && ticks < cells.times[to - 1]) {
      throw new IllegalArgumentException("samples are added in the order of their time");
    }
    Cells target = cells;
    int start = from;
    int end = to;
    if (!target.claim(to)) {
      target = new Cells(Math.max(16, 2 * size()));
      System.arraycopy(cells.times, from, target.times, 0, size());
      System.arraycopy(cells.values, from, target.values, 0, size());
      start = 0;
      end = size();
      target.claimed.set(end + 1);
    }
    target.times[end] = ticks;
    target.values[end] = value;
    return new SampleHistory(target, start, end + 1);
  }

  /** Without the samples before {@code time}; their memory goes when the history next grows. */
  public SampleHistory since(Instant time) {
    int first = firstAtOrAfter(Ticks.of(time));
    return first == from ? this : new SampleHistory(cells, first, to);
  }

  /** Without the samples older than {@code age} at {@code now}. */
  public SampleHistory retaining(Duration age, Instant now) {
    return since(now.minus(age));
  }

  public int size() {
    return to - from;
  }

  public boolean isEmpty() {
    return to == from;
  }

  /**
   * @throws IndexOutOfBoundsException when there is no such sample
   */
  public Instant time(int index) {
    return Ticks.toInstant(cells.times[cell(index)]);
  }

  /**
   * @throws IndexOutOfBoundsException when there is no such sample
   */
  public double value(int index) {
    return cells.values[cell(index)];
  }

  /** How many samples the arrays behind this version have room for. */
  int capacity() {
    return cells.times.length;
  }

  private int cell(int index) {
    return from + Objects.checkIndex(index, size());
  }

  /** The samples up to and including {@code ticks}. */
  SampleHistory upTo(long ticks) {
    int end = firstAtOrAfter(ticks + 1);
    return end == to ? this : new SampleHistory(cells, from, end);
  }

  /** The samples after {@code older}, up to and including {@code newer}. */
  SampleHistory between(long older, long newer) {
    int first = firstAtOrAfter(older + 1);
    int end = Math.max(first, firstAtOrAfter(newer + 1));
    return new SampleHistory(cells, first, end);
  }

  SampleHistory last(int count) {
    return new SampleHistory(cells, Math.max(from, to - Math.max(0, count)), to);
  }

  double[] values() {
    return Arrays.copyOfRange(cells.values, from, to);
  }

  private int firstAtOrAfter(long ticks) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cells.times[middle] < ticks) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Storage shared by versions; {@code claimed} is how many cells are written or about to be. */
  private static final class Cells {
    final long[] times;
    final double[] values;
    final AtomicInteger claimed = new AtomicInteger();

    Cells(int capacity) {
      times = new long[capacity];
      values = new double[capacity];
    }

    boolean claim(int cell) {
      return cell < times.length && claimed.compareAndSet(cell, cell + 1);
    }
  }
}
