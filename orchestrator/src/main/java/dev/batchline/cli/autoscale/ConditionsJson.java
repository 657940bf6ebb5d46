package dev.batchline.cli.autoscale;

import com.fasterxml.jackson.databind.JsonNode;
import dev.batchline.autoscale.Metric;
import dev.batchline.autoscale.PoolSize;
import dev.batchline.autoscale.SampleHistory;
import dev.batchline.autoscale.Samples;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Pools and samples as they stand in case files, by the names that formulas use. */
public final class ConditionsJson {

  private static final String FORM =
      "Write { \"$PendingTasks\": [[\"2026-01-05T08:29:45Z\", 12], …] }.";
  private static final List<String> NUMBERS =
      List.of(
          "$TargetDedicatedNodes",
          "$TargetLowPriorityNodes",
          "$CurrentDedicatedNodes",
          "$CurrentLowPriorityNodes",
          "$TaskSlotsPerNode");

  /** Other names of two of them, which formulas and older pools use. */
  private static final Map<String, String> ALIASES =
      Map.of(
          "$TargetDedicated", "$TargetDedicatedNodes",
          "$TargetLowPriority", "$TargetLowPriorityNodes",
          "$CurrentDedicated", "$CurrentDedicatedNodes");

  private record Sample(Instant time, double value) {}

  private ConditionsJson() {}

  /**
   * @param node numbers by variable; what is missing is 0, or 1 slot
   * @throws RunException when a name or number is no pool's
   */
  public static PoolSize pool(JsonNode node) {
    requireObject(node, "current", "Write { \"$TargetDedicatedNodes\": 3 }.");
    Map<String, Integer> numbers = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String name = ALIASES.getOrDefault(entry.getKey(), entry.getKey());
      if (!NUMBERS.contains(name) || !isWhole(entry.getValue())) {
        throw wrong(
            "\"" + entry.getKey() + "\": " + entry.getValue() + " is no number of a pool",
            "There are " + String.join(", ", NUMBERS) + ", each a whole number.");
      }
      numbers.put(name, entry.getValue().intValue());
    }
    try {
      return new PoolSize(
          numbers.getOrDefault(NUMBERS.get(0), 0),
          numbers.getOrDefault(NUMBERS.get(1), 0),
          numbers.getOrDefault(NUMBERS.get(2), 0),
          numbers.getOrDefault(NUMBERS.get(3), 0),
          numbers.getOrDefault(NUMBERS.get(4), 1));
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()), "");
    }
  }

  private static boolean isWhole(JsonNode node) {
    return node.canConvertToInt() && node.doubleValue() == node.intValue();
  }

  /**
   * @param node lists of pairs of time and value by variable, in any order of time
   * @param unknown gets names that are no metric; their samples are left out
   * @throws RunException when the form is another
   */
  public static Samples samples(JsonNode node, Set<String> unknown) {
    requireObject(node, "samples", FORM);
    Samples samples = Samples.none();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (Metric.of(entry.getKey()).isEmpty()) {
        unknown.add(entry.getKey());
        continue;
      }
      samples =
          samples.with(Metric.of(entry.getKey()).get(), history(entry.getKey(), entry.getValue()));
    }
    return samples;
  }

  private static SampleHistory history(String metric, JsonNode list) {
    if (!list.isArray()) {
      throw wrong("the samples of " + metric + " are no list", FORM);
    }
    List<Sample> samples = new ArrayList<>();
    for (JsonNode pair : list) {
      if (pair.size() != 2 || !pair.path(0).isTextual() || !pair.path(1).isNumber()) {
        throw wrong("a sample of " + metric + " is " + pair, FORM);
      }
      samples.add(new Sample(instant(pair.path(0).asText()), pair.path(1).asDouble()));
    }
    samples.sort(Comparator.comparing(Sample::time));
    SampleHistory history = SampleHistory.empty();
    for (Sample sample : samples) {
      history = history.with(sample.time(), sample.value());
    }
    return history;
  }

  /**
   * @throws RunException when the text is no time
   */
  public static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw wrong("\"" + text + "\" is no time", "Write 2026-01-05T08:30:00Z.");
    }
  }

  private static void requireObject(JsonNode node, String name, String form) {
    if (!node.isObject()) {
      throw wrong("\"" + name + "\" is no JSON object", form);
    }
  }

  private static RunException wrong(String reason, String hint) {
    return new RunException(Blame.USER, "read the conditions", reason, hint);
  }
}
