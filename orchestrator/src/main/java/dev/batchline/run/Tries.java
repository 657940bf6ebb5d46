package dev.batchline.run;

/**
 * The same try at tasks that follow each other in the plan.
 *
 * @param first ordinal of the first task
 * @param last ordinal of the last one
 * @param number of the attempt at each of them, from 1
 */
public record Tries(int first, int last, int number) {

  public Tries {
    if (first < 0 || last < first || number < 1) {
      throw new IllegalArgumentException(first + " to " + last + ", attempt " + number);
    }
  }

  public int count() {
    return last - first + 1;
  }
}
