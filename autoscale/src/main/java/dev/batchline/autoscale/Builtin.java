package dev.batchline.autoscale;

import java.util.List;

/**
 * A function of the language.
 *
 * @param parameters how many arguments it takes and what they may be, for people: {@code avg(L)}
 * @param result the type that comes out for these argument types
 */
record Builtin(String parameters, int fewest, int most, Result result, Body body) {

  /** What a function is told about its call. */
  interface Body {
    /**
     * @throws ArithmeticException with the reason when there is no result for these arguments
     */
    Value apply(Evaluator evaluator, List<Value> arguments, Doubt doubt);
  }

  /** The type of a result, where it depends on the arguments at all. */
  interface Result {
    Type of(List<Type> arguments);
  }

  boolean takes(int arguments) {
    return fewest <= arguments && arguments <= most;
  }
}
