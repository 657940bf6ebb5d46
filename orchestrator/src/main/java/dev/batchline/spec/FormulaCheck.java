package dev.batchline.spec;

import dev.batchline.autoscale.Formula;
import dev.batchline.autoscale.FormulaSyntaxException;
import dev.batchline.spec.SourceNode.Scalar;

/** Finds the mistakes of an autoscale formula and where in the template's file they stand. */
final class FormulaCheck {

  private final PoolTemplate template;

  FormulaCheck(PoolTemplate template) {
    this.template = template;
  }

  /**
   * @param formula with parameters filled in, its raw text as it stands in the file
   */
  void check(Scalar formula) {
    try {
      Formula.parse(formula.text());
    } catch (FormulaSyntaxException e) {
      int[] origins = template.origins(JsonEscapes.decode(formula.raw()));
      for (dev.batchline.autoscale.Problem problem : e.problems()) {
        int offset = offset(formula.text(), problem.position());
        int origin = origins[Math.min(offset, origins.length - 1)];
        template
            .problems()
            .add(
                formula.at().advance(formula.raw(), JsonEscapes.rawOffset(formula.raw(), origin)),
                "autoscale formula, line %d, column %d: %s"
                    .formatted(
                        problem.position().line(), problem.position().column(), problem.message()),
                problem.suggestion());
      }
    }
  }

  private static int offset(String text, dev.batchline.autoscale.Position position) {
    int offset = 0;
    for (int line = 1; line < position.line(); line++) {
      offset = text.indexOf('\n', offset) + 1;
    }
    return offset + position.column() - 1;
  }
}
