package dev.batchline.cli.autoscale;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.autoscale.Evaluation;
import dev.batchline.autoscale.Targets;
import dev.batchline.autoscale.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a case file says must come of a case: {@code expect}, {@code apply}, {@code resultsString},
 * or {@code expectError} with {@code expectErrorDetail}.
 */
public final class Expectations {

  private static final double RELATIVE = 1e-9;

  private final JsonNode expected;
  private final Outcome outcome;
  private final List<String> differences = new ArrayList<>();

  private Expectations(JsonNode expected, Outcome outcome) {
    this.expected = expected;
    this.outcome = outcome;
  }

  /** A sentence for each thing that came out otherwise; empty when all is as stated. */
  public static List<String> differences(EvaluationCase one, Outcome outcome) {
    Expectations expectations = new Expectations(one.expectations(), outcome);
    expectations.compare();
    return expectations.differences;
  }

  private void compare() {
    String wanted = expected.path("expectError").asText("");
    String code = outcome.error().map(error -> error.code()).orElse("");
    if (wanted.isEmpty() != code.isEmpty()) {
      differ("error", wanted.isEmpty() ? "none" : wanted, code.isEmpty() ? "none" : code);
      return;
    }
    if (!code.isEmpty()) {
      if (!wanted.equals("any")) {
        compare("error", wanted, code);
      }
      compareIfStated("expectErrorDetail", outcome.problems().get(0).detail());
      return;
    }
    Evaluation evaluation = outcome.evaluation().orElseThrow();
    compareIfStated("resultsString", evaluation.resultsString());
    for (Map.Entry<String, JsonNode> entry : expected.path("expect").properties()) {
      compare(entry.getKey(), entry.getValue(), evaluation.results().get(entry.getKey()));
    }
    Targets targets = evaluation.targets();
    compareCount("$TargetDedicatedNodes", targets.dedicatedNodes());
    compareCount("$TargetLowPriorityNodes", targets.lowPriorityNodes());
  }

  private void compareIfStated(String name, String found) {
    if (expected.has(name)) {
      compare(name, expected.get(name).asText(), found);
    }
  }

  private void compareCount(String target, int nodes) {
    JsonNode wanted = expected.path("apply").path(target);
    if (wanted.isNumber() && wanted.asInt() != nodes) {
      differ("applied " + target, wanted.asText(), Integer.toString(nodes));
    }
  }

  private void compare(
      String variable, JsonNode wanted, @org.jspecify.annotations.Nullable Value found) {
    if (found == null) {
      differ(variable, wanted.toString(), "nothing");
    } else if (!equal(wanted, found)) {
      differ(variable, wanted.toString(), found.text());
    }
  }

  private static boolean equal(JsonNode wanted, Value found) {
    if (wanted.isNumber()) {
      return found instanceof Value.Numeric numeric && near(wanted, numeric.number());
    }
    if (!wanted.isArray()) {
      return found.text().equals(wanted.asText());
    }
    if (!(found instanceof Value.Vector vector) || vector.size() != wanted.size()) {
      return false;
    }
    for (int index = 0; index < vector.size(); index++) {
      if (!near(wanted.get(index), vector.get(index))) {
        return false;
      }
    }
    return true;
  }

  private static boolean near(JsonNode wanted, double found) {
    double number = wanted.asDouble();
    return Math.abs(number - found) <= RELATIVE * Math.max(1, Math.abs(number));
  }

  private void compare(String what, String wanted, String found) {
    if (!wanted.equals(found)) {
      differ(what, wanted, found);
    }
  }

  private void differ(String what, String wanted, String found) {
    differences.add(what + ": expected " + wanted + ", found " + found);
  }
}
