package dev.batchline.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts tries together up to a size, neighbours joined. */
final class SubmissionBuilder {

  private final int size;
  private final List<Tries> single = new ArrayList<>();
  private final List<Tries> ranges = new ArrayList<>();
  private int count;

  SubmissionBuilder(int size) {
    this.size = size;
  }

  /** Adds one try if there is room; says whether there is room for more. */
  boolean add(int task, int number) {
    if (!isFull()) {
      single.add(new Tries(task, task, number));
      count++;
    }
    return !isFull();
  }

  /**
   * Adds the first try at tasks from one ordinal to below another, as many as there is room for.
   */
  void addFirst(int from, int to) {
    int end = (int) Math.min(to, (long) from + size - count);
    if (end > from) {
      ranges.add(new Tries(from, end - 1, 1));
      count += end - from;
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  boolean isFull() {
    return count >= size;
  }

  /** By number, then by ordinal. */
  List<Tries> tries() {
    single.sort(Comparator.comparingInt(Tries::number).thenComparingInt(Tries::first));
    single.addAll(ranges);
    return joined(single);
  }

  /** The same tries in fewer ranges, where ranges that follow each other in the list touch. */
  static List<Tries> joined(List<Tries> tries) {
    List<Tries> joined = new ArrayList<>();
    for (Tries next : tries) {
      int end = joined.size() - 1;
      if (end >= 0
          && joined.get(end).number() == next.number()
          && joined.get(end).last() + 1 == next.first()) {
        joined.set(end, new Tries(joined.get(end).first(), next.last(), next.number()));
      } else {
        joined.add(next);
      }
    }
    return joined;
  }
}
