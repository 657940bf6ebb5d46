package dev.batchline.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One line of {@code telemetry.ndjson}: counters of a node since it was started, as its kernel has
 * them.
 *
 * @param time seconds since 1970
 * @param cpuTotal ticks of all cores together
 * @param cpuIdle of these, ticks in which a core had nothing to do
 * @param sectorsRead of all disks, 512 bytes each; empty when the node tells of no disk
 */
record Sample(
    double time,
    String node,
    long cpuTotal,
    long cpuIdle,
    OptionalLong memoryTotal,
    OptionalLong memoryAvailable,
    OptionalLong sectorsRead,
    OptionalLong sectorsWritten) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double SECTOR = 512;

  /** A shorter time than this says more of the clock's ticks than of the node. */
  private static final double SHORTEST_INTERVAL = 0.2;

  /** Empty for what is not a sample, such as a line that was cut off when its node went away. */
  static Optional<Sample> parse(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      if (!json.path("time").isNumber()
          || !json.path("node").isTextual()
          || !json.path("cpuTotal").isIntegralNumber()
          || !json.path("cpuIdle").isIntegralNumber()) {
        return Optional.empty();
      }
      return Optional.of(
          new Sample(
              json.path("time").asDouble(),
              json.path("node").asText(),
              json.path("cpuTotal").asLong(),
              json.path("cpuIdle").asLong(),
              number(json, "memoryTotal"),
              number(json, "memoryAvailable"),
              number(json, "sectorsRead"),
              number(json, "sectorsWritten")));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static OptionalLong number(JsonNode json, String name) {
    return json.path(name).isIntegralNumber()
        ? OptionalLong.of(json.path(name).asLong())
        : OptionalLong.empty();
  }

  /**
   * What the node did on average since an earlier sample of it.
   *
   * @return empty when the counters don't tell: no time has passed, or the node was started anew
   */
  OptionalDouble since(Sample earlier, NodeMetric metric) {
    double seconds = time - earlier.time;
    long ticks = cpuTotal - earlier.cpuTotal;
    if (seconds < SHORTEST_INTERVAL || ticks <= 0) {
      return OptionalDouble.empty();
    }
    return switch (metric) {
      case CPU ->
          OptionalDouble.of(100.0 * Math.max(0, ticks - (cpuIdle - earlier.cpuIdle)) / ticks);
      case MEMORY_USED ->
          memoryTotal.isPresent() && memoryAvailable.isPresent()
              ? OptionalDouble.of((double) (memoryTotal.getAsLong() - memoryAvailable.getAsLong()))
              : OptionalDouble.empty();
      case DISK_READ -> rate(earlier.sectorsRead, sectorsRead, seconds);
      case DISK_WRITTEN -> rate(earlier.sectorsWritten, sectorsWritten, seconds);
    };
  }

  private static OptionalDouble rate(OptionalLong before, OptionalLong after, double seconds) {
    return before.isPresent() && after.isPresent() && after.getAsLong() >= before.getAsLong()
        ? OptionalDouble.of((after.getAsLong() - before.getAsLong()) * SECTOR / seconds)
        : OptionalDouble.empty();
  }
}
