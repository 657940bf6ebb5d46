package dev.batchline.target.azurebatch;

import dev.batchline.autoscale.Formula;
import dev.batchline.autoscale.FormulaSyntaxException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what the service tells of the evaluation of a formula. */
final class FormulaResults {

  private FormulaResults() {}

  /** Variables with their values, from {@code a=1;$b=2}. */
  static Map<String, String> read(@Nullable String results) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String part : (results == null ? "" : results).split(";", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        values.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    return values;
  }

  /**
   * Names that these variables are worked out from, the nearest first; none if it is no formula.
   */
  static Set<String> origins(String formula, List<String> variables) {
    Set<String> names = new LinkedHashSet<>();
    try {
      Formula parsed = Formula.parse(formula);
      variables.forEach(variable -> names.addAll(parsed.origins(variable)));
    } catch (FormulaSyntaxException e) {
      return Set.of(); // the service's own error is told instead
    }
    return names;
  }
}
