package dev.batchline.cli.autoscale;

import dev.batchline.autoscale.Evaluation;
import dev.batchline.autoscale.EvaluationError;
import dev.batchline.autoscale.FormulaErrorCode;
import dev.batchline.autoscale.FormulaSyntaxException;
import dev.batchline.autoscale.Problem;
import dev.batchline.autoscale.SampleWindow;
import dev.batchline.autoscale.Targets;
import dev.batchline.autoscale.Value;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What came of a case: an evaluation, or a formula that is none.
 *
 * @param name of the case, empty when it has none
 * @param formula for the places of problems
 * @param evaluation absent when the formula was refused
 * @param error the code under which the service would report a failure
 * @param problems what is wrong when there is an error, else what is doubtful
 */
public record Outcome(
    String name,
    Excerpt formula,
    Optional<Evaluation> evaluation,
    Optional<FormulaErrorCode> error,
    List<Problem> problems) {

  public Outcome {
    Objects.requireNonNull(name);
    Objects.requireNonNull(formula);
    problems = List.copyOf(problems);
  }

  static Outcome refused(String name, Excerpt formula, FormulaSyntaxException refusal) {
    return new Outcome(
        name, formula, Optional.empty(), Optional.of(refusal.code()), refusal.problems());
  }

  static Outcome of(String name, Excerpt formula, Evaluation evaluation, List<Problem> lint) {
    Optional<FormulaErrorCode> error = evaluation.error().map(EvaluationError::code);
    Set<Problem> doubts = new LinkedHashSet<>(lint);
    doubts.addAll(evaluation.warnings());
    List<Problem> problems =
        evaluation
            .error()
            .map(failure -> List.of(failure.problem()))
            .orElseGet(() -> new ArrayList<>(doubts));
    return new Outcome(name, formula, Optional.of(evaluation), error, problems);
  }

  /** An evaluation by itself, for {@code --output json}. */
  static Map<String, Object> document(Evaluation evaluation) {
    return of("", new Excerpt("", ""), evaluation, List.of()).document();
  }

  public boolean succeeded() {
    return error.isEmpty();
  }

  /** For {@code --output json}. */
  public Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    if (!name.isEmpty()) {
      document.put("name", name);
    }
    if (error.isPresent()) {
      document.put("error", document(error.get(), problems.get(0)));
      return document;
    }
    Evaluation outcome = evaluation.orElseThrow();
    Map<String, Object> results = new LinkedHashMap<>();
    outcome.results().forEach((variable, value) -> results.put(variable, plain(value)));
    document.put("results", results);
    document.put("resultsString", outcome.resultsString());
    document.put("targets", document(outcome.targets()));
    document.put("warnings", problems.stream().map(Problem::toString).toList());
    return document;
  }

  private static Map<String, Object> document(FormulaErrorCode code, Problem problem) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("code", code.code());
    document.put("message", problem.detail());
    document.put("line", problem.position().line());
    document.put("column", problem.position().column());
    if (!problem.suggestion().isEmpty()) {
      document.put("suggestion", problem.suggestion());
    }
    return document;
  }

  private static Map<String, Object> document(Targets targets) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("dedicatedNodes", targets.dedicatedNodes());
    document.put("lowPriorityNodes", targets.lowPriorityNodes());
    document.put("nodeDeallocationOption", targets.deallocationOption().word());
    return document;
  }

  /**
   * Numbers and lists of numbers as JSON has them; all else, and what JSON has no number for, as
   * text.
   */
  private static Object plain(Value value) {
    if (value instanceof Value.Numeric numeric) {
      return number(numeric);
    }
    if (value instanceof Value.Vector vector) {
      List<Object> elements = new ArrayList<>();
      for (double element : vector.toArray()) {
        elements.add(number(new Value.Numeric(element)));
      }
      return elements;
    }
    return value.text();
  }

  private static Object number(Value.Numeric numeric) {
    double number = numeric.number();
    if (!Double.isFinite(number)) {
      return numeric.text();
    }
    boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15;
    return whole ? (Object) (long) number : (Object) number;
  }

  /** For people. */
  public String text() {
    StringBuilder text = new StringBuilder(name.isEmpty() ? "" : name + "\n");
    if (error.isPresent()) {
      text.append(error.get().code());
      problems.forEach(
          problem -> text.append("\n  ").append(formula.of(problem).replace("\n", "\n  ")));
      return text.toString();
    }
    Evaluation outcome = evaluation.orElseThrow();
    outcome
        .results()
        .forEach(
            (variable, value) ->
                text.append(variable).append(" = ").append(value.text()).append('\n'));
    Targets targets = outcome.targets();
    text.append(
        String.format(
            Locale.ROOT,
            "The pool gets %d dedicated and %d low-priority nodes (%s).",
            targets.dedicatedNodes(),
            targets.lowPriorityNodes(),
            targets.deallocationOption().word()));
    outcome.sampleWindows().forEach(window -> text.append("\n  ").append(shown(window)));
    problems.forEach(problem -> text.append("\n  warning: ").append(formula.brief(problem)));
    return text.toString();
  }

  private static String shown(SampleWindow window) {
    return String.format(
        Locale.ROOT,
        "%s: %s has %d of %d samples from %s to %s",
        window.position(),
        window.metric().variable(),
        window.present(),
        window.expected(),
        toMilliseconds(window.older()),
        toMilliseconds(window.newer()));
  }

  /** The nearest: the last samples begin a moment before the first of them. */
  private static Instant toMilliseconds(Instant instant) {
    return instant.plusNanos(500_000).truncatedTo(ChronoUnit.MILLIS);
  }
}
