package dev.batchline.autoscale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A formula, the conditions it meets and what must come of it, as JSON tells it. */
record Case(String name, String formula, Conditions conditions, JsonNode expectations) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static List<Case> inFile(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      return in(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Case> in(InputStream stream) throws IOException {
    List<Case> cases = new ArrayList<>();
    for (JsonNode node : JSON.readTree(stream)) {
      cases.add(
          new Case(
              node.get("name").asText(), node.get("formula").asText(), conditions(node), node));
    }
    return cases;
  }

  private static Conditions conditions(JsonNode node) {
    JsonNode current = node.path("current");
    PoolSize pool =
        new PoolSize(
            current.path("$TargetDedicatedNodes").asInt(),
            current.path("$TargetLowPriorityNodes").asInt(),
            current.path("$CurrentDedicatedNodes").asInt(),
            current.path("$CurrentLowPriorityNodes").asInt(),
            current.path("$TaskSlotsPerNode").asInt(1));
    Samples samples = Samples.none();
    for (var entry : node.path("samples").properties()) {
      SampleHistory history = SampleHistory.empty();
      for (JsonNode sample : entry.getValue()) {
        history = history.with(Instant.parse(sample.get(0).asText()), sample.get(1).asDouble());
      }
      samples = samples.with(Metric.of(entry.getKey()).orElseThrow(), history);
    }
    return Conditions.at(Instant.parse(node.path("now").asText("2026-01-05T08:30:00Z")))
        .withPool(pool)
        .withSamples(samples);
  }

  @Override
  public String toString() {
    return name;
  }
}
