package dev.batchline.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The same pool on dedicated nodes: for the last attempts of a task that Spot nodes don't finish.
 *
 * <p>A formula stays as it is but for its targets, which become variables: all nodes that it wants
 * become dedicated ones. A pool of fixed size gets a formula, so that it has no node that nothing
 * waits for.
 */
final class DedicatedPool {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern SPOT = Pattern.compile("\\$TargetLowPriorityNodes\\b");
  private static final Pattern SET_SPOT = Pattern.compile(SPOT + "\\s*=(?!=)([^;]*)");
  private static final Pattern DEDICATED = Pattern.compile("\\$TargetDedicatedNodes\\b");

  /** Before the formula: what it finds if it reads a target that it has not set. */
  private static final String BEFORE =
      "wantedSpotNodes = $TargetDedicatedNodes;\nwantedDedicatedNodes = 0;\n";

  private static final String AFTER =
      """

      // The last attempts run on dedicated nodes.
      $TargetDedicatedNodes = wantedDedicatedNodes + wantedSpotNodes;
      $TargetLowPriorityNodes = 0;
      """;

  private static final String FORMULA =
      """
      // As many dedicated nodes as there is work for, and no more than there were Spot nodes.
      recent = $PendingTasks.GetSamplePercent(TimeInterval_Minute * 2) < 25
        ? max(0, $PendingTasks.GetSample(1))
        : max($PendingTasks.GetSample(TimeInterval_Minute * 2, 25));
      starting = $PendingTasks.Count() < 12 && max(0, $PendingTasks.GetSample(12)) == 0;
      tasks = starting ? 1 : recent;
      $TargetDedicatedNodes = min(%d, ceil(tasks / $TaskSlotsPerNode));
      $TargetLowPriorityNodes = 0;
      $NodeDeallocationOption = taskcompletion;
      """;

  private DedicatedPool() {}

  /** Empty if the pool has no Spot nodes. */
  static Optional<PoolSpec> of(PoolSpec pool) {
    ObjectNode json = read(pool.json());
    JsonNode formula = json.path("autoScaleFormula");
    int spot = json.path("targetLowPriorityNodes").asInt(0);
    if (formula.isTextual() ? !wantsSpot(formula.asText()) : spot == 0) {
      return Optional.empty();
    }
    if (formula.isTextual()) {
      json.put("autoScaleFormula", dedicated(formula.asText()));
    } else {
      json.remove(List.of("targetLowPriorityNodes", "targetDedicatedNodes", "resizeTimeout"));
      json.put("enableAutoScale", true);
      json.put("autoScaleEvaluationInterval", "PT5M");
      json.put("autoScaleFormula", FORMULA.formatted(spot));
    }
    return Optional.of(
        new PoolSpec(
            pool.template() + ", dedicated nodes",
            json.toString(),
            false,
            pool.taskSlotsPerNode(),
            pool.vmSize(),
            List.of()));
  }

  /** Whether it ever sets the number of Spot nodes to anything but 0. */
  private static boolean wantsSpot(String formula) {
    return SET_SPOT
        .matcher(formula)
        .results()
        .anyMatch(found -> !found.group(1).strip().equals("0"));
  }

  private static String dedicated(String formula) {
    String named = SPOT.matcher(formula).replaceAll("wantedSpotNodes");
    return BEFORE + DEDICATED.matcher(named).replaceAll("wantedDedicatedNodes") + AFTER;
  }

  private static ObjectNode read(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("our own JSON", e);
    }
  }
}
