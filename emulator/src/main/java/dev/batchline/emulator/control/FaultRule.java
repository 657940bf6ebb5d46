package dev.batchline.emulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.http.Fault;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.Operation;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What shall go wrong, with which operations, and how often.
 *
 * @param operations empty for all of them
 * @param probability that it happens to a request, from 0 to 1
 * @param times that it happens at most; it is over after that
 */
record FaultRule(Fault fault, Set<Operation> operations, double probability, long times) {

  private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);
  private static final Map<String, Operation> BY_ID =
      Stream.of(Operation.values()).collect(Collectors.toMap(Operation::id, Function.identity()));
  private static final Set<String> MEMBERS =
      Set.of("kind", "operations", "probability", "times", "status", "code", "retryAfter", "delay");

  /** The code that the service gives with a status, where it is always the same. */
  private static final Map<Integer, String> CODES =
      Map.of(429, "TooManyRequests", 500, "InternalError", 503, "ServerBusy");

  FaultRule {
    operations = Set.copyOf(operations);
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability must be from 0 to 1");
    }
    if (times < 1) {
      throw new IllegalArgumentException("times must be 1 or more");
    }
  }

  boolean concerns(Operation operation) {
    return operations.isEmpty() || operations.contains(operation);
  }

  /**
   * Reads {@code {"kind": "error"|"dropBefore"|"dropAfter"|"delay", "operations": ["Task_Add"],
   * "probability": 0.1, "times": 3, "status": 503, "code": "ServerBusy", "retryAfter": "PT2S",
   * "delay": "PT1S"}}; all but kind may be left out.
   *
   * @throws IllegalArgumentException when it is no such rule; the message says why
   */
  static FaultRule of(JsonNode json) {
    if (!(json instanceof ObjectNode rule)) {
      throw new IllegalArgumentException("a rule must be an object");
    }
    Set<String> unknown = new HashSet<>();
    rule.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(MEMBERS);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("a rule has no " + unknown + " but " + MEMBERS);
    }
    return new FaultRule(
        fault(rule),
        operations(rule.path("operations")),
        rule.path("probability").asDouble(1),
        rule.path("times").asLong(Long.MAX_VALUE));
  }

  private static Fault fault(ObjectNode rule) {
    return switch (rule.path("kind").asText()) {
      case "error" -> refusal(rule);
      case "dropBefore" -> new Fault.Drop(false);
      case "dropAfter" -> new Fault.Drop(true);
      case "delay" -> new Fault.Delay(delay(rule));
      default ->
          throw new IllegalArgumentException(
              "kind must be error, dropBefore, dropAfter or delay, not " + rule.path("kind"));
    };
  }

  private static Fault refusal(ObjectNode rule) {
    int status = rule.path("status").asInt(503);
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status must be from 400 to 599");
    }
    String code = rule.path("code").asText(CODES.getOrDefault(status, "InternalError"));
    BatchError error =
        new BatchError(status, code, "This error was asked for.", Map.of("Reason", "Fault rule"));
    return new Fault.Refuse(error, duration(rule, "retryAfter"));
  }

  private static Duration delay(ObjectNode rule) {
    Duration delay =
        duration(rule, "delay")
            .orElseThrow(() -> new IllegalArgumentException("a rule of kind delay needs delay"));
    if (delay.compareTo(LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException("delay must be at most " + LONGEST_DELAY);
    }
    return delay;
  }

  private static Optional<Duration> duration(ObjectNode rule, String name) {
    if (!rule.has(name)) {
      return Optional.empty();
    }
    try {
      Duration duration = Duration.parse(rule.path(name).asText());
      if (!duration.isNegative()) {
        return Optional.of(duration);
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(name + " must be a duration such as PT2S", e);
    }
    throw new IllegalArgumentException(name + " can't be negative");
  }

  private static Set<Operation> operations(JsonNode names) {
    Set<Operation> operations = EnumSet.noneOf(Operation.class);
    for (JsonNode name : names) {
      Operation operation = BY_ID.get(name.asText());
      if (operation == null) {
        throw new IllegalArgumentException("there is no operation " + name);
      }
      operations.add(operation);
    }
    return operations;
  }
}
