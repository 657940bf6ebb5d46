package dev.batchline.autoscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Evaluates every case of the shared table, where it is present. */
class CaseTest {

  @TestFactory
  Stream<DynamicTest> theSharedCasesComeOutAsStated() {
    return SharedFixtures.directory("autoscale").stream()
        .flatMap(directory -> tests(Case.inFile(directory.resolve("cases.json"))));
  }

  private static Stream<DynamicTest> tests(List<Case> cases) {
    return cases.stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> check(one)));
  }

  private static void check(Case one) {
    JsonNode expected = one.expectations();
    Formula formula;
    try {
      formula = Formula.parse(one.formula());
    } catch (FormulaSyntaxException e) {
      checkError(expected, e.code(), e.first());
      return;
    }
    Evaluation evaluation = formula.evaluate(one.conditions());
    if (evaluation.error().isPresent()) {
      EvaluationError error = evaluation.error().get();
      checkError(expected, error.code(), error.problem());
      return;
    }
    assertThat(expected.has("expectError")).as("succeeded: %s", evaluation).isFalse();
    expected
        .path("expect")
        .properties()
        .forEach(entry -> checkValue(evaluation, entry.getKey(), entry.getValue()));
    expected
        .path("apply")
        .properties()
        .forEach(
            entry ->
                assertThat(applied(evaluation.targets(), entry.getKey()))
                    .as(entry.getKey())
                    .isEqualTo(entry.getValue().asInt()));
    if (expected.has("resultsString")) {
      assertThat(evaluation.resultsString()).isEqualTo(expected.get("resultsString").asText());
    }
  }

  private static void checkError(JsonNode expected, FormulaErrorCode code, Problem problem) {
    assertThat(expected.has("expectError")).as("failed: %s %s", code, problem).isTrue();
    if (!expected.get("expectError").asText().equals("any")) {
      assertThat(code.code()).isEqualTo(expected.get("expectError").asText());
    }
    if (expected.has("expectErrorDetail")) {
      assertThat(problem.detail()).isEqualTo(expected.get("expectErrorDetail").asText());
    }
  }

  private static void checkValue(Evaluation evaluation, String name, JsonNode wanted) {
    Value value = evaluation.results().get(name);
    assertThat(value).as(name).isNotNull();
    if (wanted.isNumber()) {
      assertThat(((Value.Numeric) value).number())
          .as(name)
          .isCloseTo(wanted.asDouble(), within(1e-9 * Math.max(1, Math.abs(wanted.asDouble()))));
    } else if (wanted.isArray()) {
      Value.Vector vector = (Value.Vector) value;
      assertThat(vector.size()).as(name).isEqualTo(wanted.size());
      for (int index = 0; index < wanted.size(); index++) {
        assertThat(vector.get(index)).isCloseTo(wanted.get(index).asDouble(), within(1e-9));
      }
    } else {
      assertThat(value.text()).as(name).isEqualTo(wanted.asText());
    }
  }

  private static int applied(Targets targets, String name) {
    return name.equals("$TargetDedicatedNodes")
        ? targets.dedicatedNodes()
        : targets.lowPriorityNodes();
  }
}
