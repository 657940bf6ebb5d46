package dev.batchline.run;

import java.util.List;

/** Which tasks of a run are run again. */
public sealed interface RerunChoice {

  /** All of them. */
  record All() implements RerunChoice {}

  /** Those without a result: they failed, or never ran, or had not ended. */
  record Failed() implements RerunChoice {}

  /**
   * Those whose ids fit.
   *
   * @param patterns with {@code *}, {@code ?} and {@code [1-3]}; each fits at least one
   */
  record Named(List<String> patterns) implements RerunChoice {
    public Named {
      patterns = List.copyOf(patterns);
    }
  }
}
