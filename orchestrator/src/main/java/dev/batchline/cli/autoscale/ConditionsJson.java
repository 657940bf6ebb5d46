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

  private record Sample(Instant time, double value) {}

  private ConditionsJson() {}

  /**
   * @param node numbers by variable; what is missing is 0, or 1 slot
   * @throws RunException when a name or number is no pool's
   */
  public static PoolSize pool(JsonNode node) {
    requireObject(node, "current", "Write { \"$TargetDedicatedNodes\": 3 }.");
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!NUMBERS.contains(entry.getKey()) || !entry.getValue().canConvertToInt()) {
        throw wrong(
            "\"" + entry.getKey() + "\": " + entry.getValue() + " is no number of a pool",
            "There are " + String.join(", ", NUMBERS) + ", each a whole number.");
      }
    }
    try {
      return new PoolSize(
          node.path(NUMBERS.get(0)).asInt(0),
          node.path(NUMBERS.get(1)).asInt(0),
          node.path(NUMBERS.get(2)).asInt(0),
          node.path(NUMBERS.get(3)).asInt(0),
          node.path(NUMBERS.get(4)).asInt(1));
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()), "");
    }
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
    List<Sample> samples = new ArrayList<>();
    for (JsonNode pair : list) {
      if (pair.size() != 2 || !pair.path(1).isNumber()) {
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
