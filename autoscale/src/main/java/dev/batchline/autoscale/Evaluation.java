package dev.batchline.autoscale;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What came of running a formula once.
 *
 * @param results raw values: the two targets and {@code $NodeDeallocationOption} first, then the
 *     formula's own variables sorted by name; after an error the pool's present targets alone
 * @param targets what the pool is to become; after an error what it has already
 * @param error present when the evaluation failed and the pool stays as it is
 * @param warnings decisions taken where public documents are silent, in the order met
 * @param sampleWindows the samples looked at, in the order of the calls
 */
public record Evaluation(
    Map<String, Value> results,
    Targets targets,
    Optional<EvaluationError> error,
    List<Problem> warnings,
    List<SampleWindow> sampleWindows) {

  public Evaluation {
    results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
    warnings = List.copyOf(warnings);
    sampleWindows = List.copyOf(sampleWindows);
  }

  public boolean succeeded() {
    return error.isEmpty();
  }

  /**
   * As {@code autoScaleRun.results}: {@code
   * $TargetDedicatedNodes=3;$TargetLowPriorityNodes=0;$NodeDeallocationOption=requeue;x=1}.
   */
  public String resultsString() {
    return results.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue().text())
        .collect(Collectors.joining(";"));
  }
}
