package dev.batchline.autoscale;

import java.util.List;
import java.util.Set;

/**
 * An autoscale formula of Azure Batch: parsed once, evaluated as often as wanted, by any thread.
 *
 * <p>It reads no clock and keeps no state: equal {@link Conditions} give equal evaluations.
 */
public final class Formula {

  /** Longest text that the service takes, line breaks included. */
  public static final int LONGEST = 8192;

  private static final Position START = new Position(1, 1);

  private final String text;
  private final List<Statement> statements;

  private Formula(String text, List<Statement> statements) {
    this.text = text;
    this.statements = statements;
  }

  /**
   * Reads a formula; names and types are not checked, as the service doesn't until it evaluates.
   *
   * @throws FormulaSyntaxException when the text is empty, too long or no formula, with all
   *     mistakes found
   */
  public static Formula parse(String text) {
    if (text.isEmpty()) {
      throw refused(FormulaErrorCode.INVALID_PROPERTY_VALUE, "The formula is empty", "");
    }
    if (text.length() > LONGEST) {
      throw refused(
          FormulaErrorCode.TOO_LONG,
          "The formula has " + text.length() + " characters",
          "At most " + LONGEST + " are allowed.");
    }
    return new Formula(text, Parser.parse(text));
  }

  private static FormulaSyntaxException refused(
      FormulaErrorCode code, String message, String suggestion) {
    return new FormulaSyntaxException(code, List.of(new Problem(START, message, suggestion)));
  }

  public String text() {
    return text;
  }

  /** Runs the formula; never throws for what a formula does: failures are in the evaluation. */
  public Evaluation evaluate(Conditions conditions) {
    return Evaluator.evaluate(statements, conditions);
  }

  /**
   * Names that a variable's value is worked out from, directly or by way of others, the nearest
   * first.
   */
  public Set<String> origins(String variable) {
    return Origins.of(variable, statements);
  }

  /**
   * What will fail, may surprise or is documented nowhere, found without running the formula;
   * sorted by position.
   */
  public List<Problem> warnings() {
    return Linter.problems(statements);
  }
}
