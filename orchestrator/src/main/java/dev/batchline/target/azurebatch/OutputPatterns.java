package dev.batchline.target.azurebatch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the globs of outputs mean to Batch and to the node script, worked out once for all tasks
 * that have the same ones.
 *
 * <p>It remembers no more than some: a glob with the task's number in it is asked for once anyway.
 * Any number of threads may use it.
 */
final class OutputPatterns {

  private static final int REMEMBERED = 1000;

  /**
   * A glob of outputs.
   *
   * @param forBatch the {@code filePattern} of an output file
   * @param literal whether it names one file
   * @param base its directories before the first wildcard, with a slash at the end, or nothing
   * @param expression what it matches, as a POSIX extended regular expression from {@code ^} to
   *     {@code $}
   */
  record OutputPattern(String forBatch, boolean literal, String base, String expression) {

    private static OutputPattern of(String output) {
      GlobPattern glob = new GlobPattern(output);
      boolean literal = glob.isLiteral();
      return new OutputPattern(
          literal ? glob.toString() : glob.forBatch(),
          literal,
          glob.base(),
          "^" + glob.expression() + "$");
    }
  }

  private final Map<String, OutputPattern> known = new ConcurrentHashMap<>();

  OutputPattern of(String output) {
    OutputPattern pattern = known.get(output);
    if (pattern != null) {
      return pattern;
    }
    OutputPattern made = OutputPattern.of(output);
    if (known.size() < REMEMBERED) {
      known.put(output, made);
    }
    return made;
  }
}
