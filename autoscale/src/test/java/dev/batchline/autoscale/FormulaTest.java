package dev.batchline.autoscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class FormulaTest {

  private static final Conditions CONDITIONS = Conditions.at(Instant.parse("2026-01-05T08:30:00Z"));

  @Test
  void allMistakesAreToldInTheOrderOfTheText() {
    FormulaSyntaxException refused = refusal("x = 1 +;\ny = max(1;\nz = 5 % 2;\n$T = 'a';");

    assertThat(refused.code()).isEqualTo(FormulaErrorCode.SYNTAX_ERROR);
    assertThat(refused.problems().stream().map(Problem::position))
        .contains(new Position(1, 8), new Position(2, 10), new Position(3, 7), new Position(4, 6))
        .isSorted();
    assertThat(refused).hasMessageStartingWith("Line 1, Col 8: Expected a value but found ;");
  }

  @Test
  void aTextFullOfMistakesIsToldInTwentyOfThem() {
    assertThat(refusal("%;".repeat(90)).problems()).hasSize(20);
  }

  @Test
  void anEmptyTextIsAnInvalidProperty() {
    assertThat(refusal("").code()).isEqualTo(FormulaErrorCode.INVALID_PROPERTY_VALUE);
  }

  @Test
  void textsOfBlanksOrCommentsAloneAreFormulas() {
    assertThat(Formula.parse(" \r\n\t").evaluate(CONDITIONS).succeeded()).isTrue();
    assertThat(Formula.parse("// nothing").evaluate(CONDITIONS).succeeded()).isTrue();
  }

  @Test
  void aFormulaMayHave8192CharactersAndNotOneMore() {
    String longest = "x = 1;" + " ".repeat(Formula.LONGEST - 6);

    assertThat(Formula.parse(longest).evaluate(CONDITIONS).succeeded()).isTrue();
    assertThat(refusal(longest + " ").code()).isEqualTo(FormulaErrorCode.TOO_LONG);
  }

  @Test
  void aFormulaMayHave100StatementsAndNotOneMore() {
    assertThat(Formula.parse("x=1;;".repeat(100)).evaluate(CONDITIONS).succeeded()).isTrue();
    FormulaSyntaxException refused = refusal("x=1;".repeat(101));

    assertThat(refused.code()).isEqualTo(FormulaErrorCode.SYNTAX_ERROR);
    assertThat(refused.first().position()).isEqualTo(new Position(1, 401));
  }

  @Test
  void theLongestSumEndsWell() {
    Evaluation evaluation = Formula.parse("x=1" + "+1".repeat(4090)).evaluate(CONDITIONS);

    assertThat(evaluation.results().get("x")).isEqualTo(new Value.Numeric(4091));
    assertThat(Formula.parse("x=1" + "+1".repeat(4090)).warnings()).isEmpty();
  }

  @Test
  void theLongestChainOfConditionsEndsWell() {
    Formula formula = Formula.parse("x=" + "0?1:".repeat(2000) + "2");

    assertThat(formula.evaluate(CONDITIONS).results().get("x")).isEqualTo(new Value.Numeric(2));
    assertThat(formula.warnings()).isEmpty();
  }

  @Test
  void parenthesesNestTwoHundredDeepAtMost() {
    assertThat(refusal("x=" + "(".repeat(4000) + "1" + ")".repeat(4000)).first().message())
        .contains("nested deeper than 200 levels");
    assertThat(refusal("x=" + "-".repeat(8000) + "1").first().message()).contains("nested");
    assertThat(refusal("x=1" + ".a".repeat(4000)).first().message()).contains("nested");
    Formula deep = Formula.parse("x=" + "(".repeat(199) + "1" + ")".repeat(199));
    assertThat(deep.evaluate(CONDITIONS).succeeded()).isTrue();
  }

  @Test
  void carriageReturnsDoNotShiftPositions() {
    Evaluation evaluation = Formula.parse("x = 1;\r\ny = 2;\r\n  z = q;").evaluate(CONDITIONS);

    assertThat(evaluation.error().orElseThrow().detail())
        .isEqualTo("Line 3, Col 7: Undefined symbol: q");
  }

  @Test
  void anErrorLeavesThePoolAsItIs() {
    Conditions conditions = CONDITIONS.withPool(new PoolSize(4, 2, 4, 2, 1));
    Evaluation evaluation =
        Formula.parse("$TargetDedicatedNodes = 9; x = 1; y = q;").evaluate(conditions);

    assertThat(evaluation.succeeded()).isFalse();
    assertThat(evaluation.targets()).isEqualTo(new Targets(4, 2, NodeDeallocationOption.REQUEUE));
    assertThat(evaluation.resultsString())
        .isEqualTo(
            "$TargetDedicatedNodes=4;$TargetLowPriorityNodes=2;$NodeDeallocationOption=requeue");
    assertThat(evaluation.error().orElseThrow().message())
        .isEqualTo("The specified auto-scaling formula has evaluation error");
  }

  @Test
  void equalConditionsGiveEqualEvaluations() {
    Formula formula = Formula.parse("x = rand(); y = rand(); t = time();");

    assertThat(formula.evaluate(CONDITIONS)).isEqualTo(formula.evaluate(CONDITIONS));
    assertThat(formula.evaluate(CONDITIONS.withOptions(EvaluationOptions.standard().withSeed(1))))
        .isNotEqualTo(formula.evaluate(CONDITIONS));
  }

  @Test
  void theWindowsReadAreTold() {
    SampleHistory history =
        SampleHistory.empty()
            .with(Instant.parse("2026-01-05T08:29:15Z"), 3)
            .with(Instant.parse("2026-01-05T08:29:45Z"), 4);
    Evaluation evaluation =
        Formula.parse("x = avg($ActiveTasks.GetSample(2 * TimeInterval_Minute, 40));")
            .evaluate(CONDITIONS.withSamples(Samples.none().with(Metric.ACTIVE_TASKS, history)));

    assertThat(evaluation.sampleWindows())
        .containsExactly(
            new SampleWindow(
                new Position(1, 31),
                Metric.ACTIVE_TASKS,
                Instant.parse("2026-01-05T08:28:00Z"),
                CONDITIONS.now(),
                2,
                4,
                40));
    assertThat(evaluation.sampleWindows().get(0).percent()).isEqualTo(50);
  }

  private static FormulaSyntaxException refusal(String text) {
    return catchThrowableOfType(FormulaSyntaxException.class, () -> Formula.parse(text));
  }
}
