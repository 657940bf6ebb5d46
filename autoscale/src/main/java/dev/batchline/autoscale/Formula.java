package dev.batchline.autoscale;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An autoscale formula of Azure Batch: parsed once, evaluated as often as wanted, by any thread.
 *
 * <p>It reads no clock and keeps no state: equal {@link Conditions} give equal evaluations.
 */
public final class Formula {

  /** Longest text that the service takes, line breaks included. */
  public static final int LONGEST = 8192;

  private final String text;

  private Formula(String text) {
    this.text = text;
  }

  /**
   * @throws FormulaSyntaxException when the text is too long or no formula, with all mistakes found
   */
  public static Formula parse(String text) {
    if (text.length() > LONGEST) {
      throw new FormulaSyntaxException(
          FormulaErrorCode.TOO_LONG,
          List.of(
              new Problem(
                  new Position(1, 1),
                  "The formula has " + text.length() + " characters",
                  "At most " + LONGEST + " are allowed.")));
    }
    return new Formula(text);
  }

  public String text() {
    return text;
  }

  /** Runs the formula; never throws for what a formula does: failures are in the evaluation. */
  public Evaluation evaluate(Conditions conditions) {
    PoolSize pool = conditions.pool();
    if (!text.isBlank()) {
      throw new UnsupportedOperationException("statements");
    }
    Targets unchanged =
        new Targets(
            pool.targetDedicatedNodes(),
            pool.targetLowPriorityNodes(),
            NodeDeallocationOption.REQUEUE);
    return new Evaluation(Map.of(), unchanged, Optional.empty(), List.of(), List.of());
  }

  /** What is doubtful about the formula, found without running it. */
  public List<Problem> warnings() {
    return List.of();
  }
}
