package dev.batchline.emulator.fault;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What shall go wrong, with what, and how often.
 *
 * @param parameters what was said about the fault besides its kind
 * @param seed of its random numbers; one made of the plan's if there is none
 */
public record FaultRule(
    FaultKind kind,
    Map<Parameter, String> parameters,
    FaultFilter filter,
    Frequency frequency,
    Optional<Long> seed) {

  /**
   * @throws IllegalArgumentException when there is no such fault, or it can't be limited like that;
   *     the message says why
   */
  public FaultRule {
    parameters = Map.copyOf(parameters);
    for (Subject subject : filter.globs().keySet()) {
      if (!kind.point().subjects().contains(subject)) {
        throw new IllegalArgumentException(
            "%s can't be limited to %s, but to %s"
                .formatted(
                    kind.word(),
                    subject.member(),
                    kind.point().subjects().stream()
                        .map(Subject::member)
                        .collect(Collectors.joining(", "))));
      }
    }
    FaultMaker.make(kind, complete(kind, parameters));
  }

  /** The fault itself. */
  Fault fault() {
    return FaultMaker.make(kind, complete(kind, parameters));
  }

  private static Map<Parameter, String> complete(
      FaultKind kind, Map<Parameter, String> parameters) {
    Map<Parameter, String> all = new EnumMap<>(Parameter.class);
    all.putAll(kind.parameters());
    parameters.forEach(
        (parameter, value) -> {
          if (!all.containsKey(parameter)) {
            throw new IllegalArgumentException(
                "%s has no %s%s".formatted(kind.word(), parameter.member(), known(kind)));
          }
          all.put(parameter, value);
        });
    return all;
  }

  private static String known(FaultKind kind) {
    String names =
        kind.parameters().keySet().stream()
            .map(Parameter::member)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : ", but " + names;
  }
}
