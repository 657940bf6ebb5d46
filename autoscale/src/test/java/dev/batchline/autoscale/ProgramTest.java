package dev.batchline.autoscale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the programs: formulas that say themselves what must come of them. */
class ProgramTest {

  private static final List<String> FILES =
      List.of(
          "operators.txt",
          "functions.txt",
          "time.txt",
          "samples.txt",
          "variables.txt",
          "syntax.txt",
          "lint.txt");

  @TestFactory
  Stream<DynamicTest> everyProgramComesOutAsItsCommentsSay() {
    return FILES.stream()
        .flatMap(file -> Program.in(file, read(file)).stream())
        .map(program -> DynamicTest.dynamicTest(program.name(), () -> check(program)));
  }

  private static String read(String file) {
    try (InputStream stream = ProgramTest.class.getResourceAsStream("programs/" + file)) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void check(Program program) {
    assertThat(program.notes()).as("a program expects something").isNotEmpty();
    Formula formula;
    try {
      formula = Formula.parse(program.text());
    } catch (FormulaSyntaxException e) {
      checkFailure(program, e.code(), e.problems());
      return;
    }
    Evaluation evaluation = formula.evaluate(program.conditions());
    checkWarnings(program, formula, evaluation);
    program
        .directive("results")
        .ifPresent(results -> assertThat(evaluation.resultsString()).isEqualTo(results));
    program.directive("targets").ifPresent(targets -> checkTargets(evaluation, targets));
    if (evaluation.error().isPresent()) {
      EvaluationError error = evaluation.error().get();
      checkFailure(program, error.code(), List.of(error.problem()));
      return;
    }
    assertThat(program.notes('~')).as("succeeded with %s", evaluation.resultsString()).isEmpty();
    for (Program.Note note : program.notes('=')) {
      String name = program.assignedIn(note.line());
      assertThat(Optional.ofNullable(evaluation.results().get(name)).map(Value::text))
          .as("%s in line %s", name, note.line())
          .contains(note.text());
    }
  }

  private static void checkTargets(Evaluation evaluation, String expected) {
    Targets targets = evaluation.targets();
    assertThat(
            targets.dedicatedNodes()
                + " "
                + targets.lowPriorityNodes()
                + " "
                + targets.deallocationOption().word())
        .isEqualTo(expected);
  }

  private static void checkFailure(Program program, FormulaErrorCode code, List<Problem> problems) {
    program.directive("code").ifPresent(name -> assertThat(code.code()).isEqualTo(name));
    if (program.directive("code").isEmpty() || !program.notes('~').isEmpty()) {
      assertThat(program.notes('~')).as("failed with %s", problems).isNotEmpty();
    }
    for (Program.Note note : program.notes('~')) {
      assertThat(spellings(problems)).contains(note.line() + ":" + note.text());
    }
  }

  private static void checkWarnings(Program program, Formula formula, Evaluation evaluation) {
    List<Problem> warnings = new ArrayList<>(formula.warnings());
    warnings.addAll(evaluation.warnings());
    for (Program.Note note : program.notes('?')) {
      assertThat(spellings(warnings)).contains(note.line() + ":" + note.text());
    }
    if (program.directive("no").isPresent()) {
      assertThat(warnings).isEmpty();
    }
  }

  /** Each problem without and with its suggestion. */
  private static List<String> spellings(List<Problem> problems) {
    List<String> spellings = new ArrayList<>();
    for (Problem problem : problems) {
      Position at = problem.position();
      String message = at.line() + ":" + at.column() + ": " + problem.message();
      spellings.add(message);
      spellings.add(message + ". " + problem.suggestion());
    }
    return spellings;
  }
}
