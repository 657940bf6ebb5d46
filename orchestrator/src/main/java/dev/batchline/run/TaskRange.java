package dev.batchline.run;

/** Tasks that follow each other in the plan, by their ordinals. */
public record TaskRange(int first, int last) {

  public TaskRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException(first + " to " + last);
    }
  }
}
