package dev.batchline.cli.autoscale;

import dev.batchline.autoscale.simulation.Decision;
import dev.batchline.autoscale.simulation.SimulationResult;
import dev.batchline.autoscale.simulation.Summary;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A simulation as JSON has it: the summary, and every evaluation. */
public final class SimulationDocument {

  private SimulationDocument() {}

  public static Map<String, Object> of(SimulationResult result) {
    Summary summary = result.summary();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("tasks", summary.tasks());
    document.put("waiting", summary.waiting());
    document.put("usage", summary.usage());
    document.put("finished", summary.finished());
    document.put("simulated", summary.simulated());
    document.put(
        "evaluations", result.decisions().stream().map(SimulationDocument::evaluation).toList());
    return document;
  }

  private static Map<String, Object> evaluation(Decision decision) {
    Map<String, Object> evaluation = new LinkedHashMap<>();
    evaluation.put("after", decision.after());
    evaluation.put("action", decision.action().name().toLowerCase(Locale.ROOT));
    evaluation.putAll(Outcome.document(decision.evaluation()));
    return evaluation;
  }
}
