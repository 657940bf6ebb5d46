package dev.batchline.cli.autoscale;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.autoscale.Conditions;
import dev.batchline.autoscale.Formula;
import dev.batchline.autoscale.FormulaSyntaxException;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A formula and the conditions it is to meet.
 *
 * @param name empty when it has none
 * @param expectations what must come of it, under the names of case files; an empty object for
 *     nothing
 */
public record EvaluationCase(
    String name, Excerpt formula, Conditions conditions, JsonNode expectations) {

  public EvaluationCase {
    Objects.requireNonNull(name);
    Objects.requireNonNull(formula);
    Objects.requireNonNull(conditions);
    Objects.requireNonNull(expectations);
  }

  /**
   * @param document one case, or a list of them
   * @param now for cases that don't say when
   * @param unknown gets names of samples that are no metric
   * @throws RunException when a case has no formula or its conditions can't be read
   */
  public static List<EvaluationCase> of(JsonNode document, Instant now, Set<String> unknown) {
    List<EvaluationCase> cases = new ArrayList<>();
    for (JsonNode node : document.isArray() ? document : List.of(document)) {
      cases.add(one(node, now, unknown));
    }
    return cases;
  }

  private static EvaluationCase one(JsonNode node, Instant now, Set<String> unknown) {
    String name = node.path("name").asText("");
    if (!node.path("formula").isTextual()) {
      throw new RunException(
          Blame.USER,
          "read the case \"" + name + "\"",
          "it has no formula",
          "Write { \"formula\": \"…\", \"now\": …, \"current\": {…}, \"samples\": {…} }.");
    }
    Conditions conditions =
        Conditions.at(node.has("now") ? ConditionsJson.instant(node.get("now").asText()) : now);
    if (node.has("current")) {
      conditions = conditions.withPool(ConditionsJson.pool(node.get("current")));
    }
    if (node.has("samples")) {
      conditions = conditions.withSamples(ConditionsJson.samples(node.get("samples"), unknown));
    }
    return new EvaluationCase(
        name, new Excerpt("", node.get("formula").asText()), conditions, node);
  }

  public Outcome run() {
    try {
      Formula parsed = Formula.parse(formula.formula());
      return Outcome.of(name, formula, parsed.evaluate(conditions), parsed.warnings());
    } catch (FormulaSyntaxException e) {
      return Outcome.refused(name, formula, e);
    }
  }
}
