package dev.batchline.emulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.fault.FaultFilter;
import dev.batchline.emulator.fault.FaultKind;
import dev.batchline.emulator.fault.FaultPlan;
import dev.batchline.emulator.fault.FaultRule;
import dev.batchline.emulator.fault.Frequency;
import dev.batchline.emulator.fault.Parameter;
import dev.batchline.emulator.fault.Subject;
import dev.batchline.emulator.model.Operation;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rules as JSON: {@code {"kind": "throttle", "operations": ["Task_Add*"], "probability": 0.1,
 * "times": 3, "retryAfter": "PT2S"}}; all but kind may be left out.
 */
public final class RuleJson {

  private static final List<String> FREQUENCY =
      List.of("probability", "skip", "times", "duration", "seed");

  private final Supplier<Instant> clock;

  /**
   * @param clock from which durations are counted
   */
  public RuleJson(Supplier<Instant> clock) {
    this.clock = clock;
  }

  /**
   * Reads a rule.
   *
   * @throws IllegalArgumentException when it is none; the message says why
   */
  public FaultRule read(JsonNode json) {
    if (!(json instanceof ObjectNode rule)) {
      throw new IllegalArgumentException("a rule must be an object");
    }
    FaultKind kind = kind(rule.path("kind").asText());
    checkMembers(rule, kind);
    return new FaultRule(
        kind, parameters(rule), new FaultFilter(globs(rule)), frequency(rule), seed(rule));
  }

  private static FaultKind kind(String name) {
    return FaultKind.of(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no fault \"%s\", but %s"
                        .formatted(
                            name,
                            Stream.of(FaultKind.values())
                                .map(FaultKind::word)
                                .collect(Collectors.joining(", ")))));
  }

  private static void checkMembers(ObjectNode rule, FaultKind kind) {
    Set<String> known = new LinkedHashSet<>(Set.of("kind"));
    Stream.of(Subject.values()).map(Subject::member).forEach(known::add);
    Stream.of(Parameter.values()).map(Parameter::member).forEach(known::add);
    known.addAll(FREQUENCY);
    List<String> useful = new ArrayList<>();
    kind.point().subjects().stream().map(Subject::member).forEach(useful::add);
    kind.parameters().keySet().stream().map(Parameter::member).forEach(useful::add);
    useful.addAll(FREQUENCY);
    rule.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw new IllegalArgumentException(
                    "a rule for %s has no \"%s\", but %s"
                        .formatted(kind.word(), name, String.join(", ", useful)));
              }
            });
  }

  private static Map<Parameter, String> parameters(ObjectNode rule) {
    Map<Parameter, String> parameters = new EnumMap<>(Parameter.class);
    for (Parameter parameter : Parameter.values()) {
      if (rule.has(parameter.member())) {
        parameters.put(parameter, rule.path(parameter.member()).asText());
      }
    }
    return parameters;
  }

  private static Map<Subject, List<String>> globs(ObjectNode rule) {
    Map<Subject, List<String>> globs = new EnumMap<>(Subject.class);
    for (Subject subject : Subject.values()) {
      JsonNode said = rule.path(subject.member());
      List<String> alternatives = new ArrayList<>();
      if (said.isTextual()) {
        alternatives.add(said.asText());
      } else if (said.isArray()) {
        said.forEach(one -> alternatives.add(one.asText()));
      } else if (!said.isMissingNode()) {
        throw new IllegalArgumentException(subject.member() + " must be a list of texts");
      }
      globs.put(subject, alternatives);
    }
    globs.getOrDefault(Subject.OPERATION, List.of()).forEach(RuleJson::checkOperation);
    return globs;
  }

  private static void checkOperation(String glob) {
    String expression = glob.toLowerCase(Locale.ROOT).replace("*", ".*").replace('?', '.');
    boolean known =
        Stream.of(Operation.values())
            .anyMatch(operation -> operation.id().toLowerCase(Locale.ROOT).matches(expression));
    if (!known) {
      throw new IllegalArgumentException(
          "there is no operation \"%s\"; they are named as in docs/EMULATOR.md, such as Task_Add"
              .formatted(glob));
    }
  }

  private Frequency frequency(ObjectNode rule) {
    Optional<Duration> duration =
        rule.has("duration")
            ? Optional.of(duration(rule.path("duration").asText()))
            : Optional.empty();
    return new Frequency(
        number(rule, "probability").orElse(1.0),
        number(rule, "skip").map(Double::longValue).orElse(0L),
        number(rule, "times").map(Double::longValue).orElse(Long.MAX_VALUE),
        duration.map(clock.get()::plus));
  }

  private static Duration duration(String text) {
    try {
      Duration duration = Duration.parse(text);
      if (!duration.isNegative() && !duration.isZero()) {
        return duration;
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("duration must be one, such as PT30S", e);
    }
    throw new IllegalArgumentException("duration must be longer than nothing");
  }

  private static Optional<Double> number(ObjectNode rule, String member) {
    JsonNode said = rule.path(member);
    if (said.isMissingNode()) {
      return Optional.empty();
    }
    if (!said.isNumber()) {
      throw new IllegalArgumentException(member + " must be a number");
    }
    return Optional.of(said.asDouble());
  }

  private static Optional<Long> seed(ObjectNode rule) {
    return rule.has("seed") ? Optional.of(rule.path("seed").asLong()) : Optional.empty();
  }

  /** A rule that is in force, and how it fares. */
  public ObjectNode render(FaultPlan.Standing standing) {
    FaultRule rule = standing.rule();
    ObjectNode json = ControlAccess.JSON.createObjectNode();
    json.put("id", standing.id()).put("kind", rule.kind().word());
    rule.kind()
        .parameters()
        .forEach(
            (parameter, usual) -> {
              String value = rule.parameters().getOrDefault(parameter, usual);
              if (!value.isEmpty()) {
                json.put(parameter.member(), value);
              }
            });
    rule.filter()
        .globs()
        .forEach((subject, globs) -> globs.forEach(json.withArray("/" + subject.member())::add));
    json.put("probability", rule.frequency().probability());
    if (rule.frequency().skip() > 0) {
      json.put("skip", rule.frequency().skip());
    }
    if (rule.frequency().times() < Long.MAX_VALUE) {
      json.put("times", rule.frequency().times());
    }
    rule.frequency().until().ifPresent(until -> json.put("until", until.toString()));
    return json.put("seed", standing.seed())
        .put("met", standing.met())
        .put("struck", standing.struck())
        .put("over", standing.over());
  }
}
