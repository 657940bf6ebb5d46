package dev.batchline.autoscale;

import java.util.List;

/**
 * A text that is no formula; it tells every mistake found, in the order of the text.
 *
 * <p>Trying again doesn't help: the text must change.
 */
public final class FormulaSyntaxException extends RuntimeException {

  private final transient FormulaErrorCode code;
  private final transient List<Problem> problems;

  FormulaSyntaxException(FormulaErrorCode code, List<Problem> problems) {
    super(problems.get(0).toString());
    this.code = code;
    this.problems = List.copyOf(problems);
  }

  public FormulaErrorCode code() {
    return code;
  }

  /** At least one, sorted by position. */
  public List<Problem> problems() {
    return problems;
  }

  /** The first problem: the one that the service reports. */
  public Problem first() {
    return problems.get(0);
  }
}
