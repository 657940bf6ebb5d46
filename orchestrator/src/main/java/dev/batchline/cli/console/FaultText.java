package dev.batchline.cli.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the emulator says of its faults and quotas, for people. */
public final class FaultText {

  private static final Set<String> FREQUENCY =
      Set.of(
          "id", "kind", "probability", "seed", "met", "struck", "over", "times", "skip", "until");

  private FaultText() {}

  /** All faults in force, one in a line. */
  public static String of(JsonNode state) {
    if (state.path("rules").isEmpty()) {
      return "Nothing goes wrong on request.";
    }
    List<String> lines = new ArrayList<>();
    state.path("rules").forEach(rule -> lines.add(line(rule)));
    return String.join("\n", lines);
  }

  /** A fault in one line: number, kind, details, how often it shall and did strike. */
  public static String line(JsonNode rule) {
    List<String> details = new ArrayList<>();
    rule.properties()
        .forEach(
            member -> {
              if (!FREQUENCY.contains(member.getKey())) {
                details.add(member.getKey() + " " + text(member.getValue()));
              }
            });
    details.addAll(often(rule));
    return "%3d  %-17s  %s (struck %d of %d times%s)"
        .formatted(
            rule.path("id").asInt(),
            rule.path("kind").asText(),
            String.join(", ", details),
            rule.path("struck").asLong(),
            rule.path("met").asLong(),
            rule.path("over").asBoolean() ? "; over" : "");
  }

  private static List<String> often(JsonNode rule) {
    List<String> often = new ArrayList<>();
    double probability = rule.path("probability").asDouble();
    often.add(probability < 1 ? "with probability " + probability : "each time");
    for (String limit : List.of("skip", "times", "until")) {
      if (rule.has(limit)) {
        often.add(limit + " " + rule.path(limit).asText());
      }
    }
    return often;
  }

  private static String text(JsonNode value) {
    if (!value.isArray()) {
      return value.asText();
    }
    List<String> texts = new ArrayList<>();
    value.forEach(one -> texts.add(one.asText()));
    return String.join("|", texts);
  }

  /** Names of profiles and what they do. */
  public static String profiles(JsonNode profiles) {
    return profiles.properties().stream()
        .map(
            profile ->
                "%-8s  %s"
                    .formatted(profile.getKey(), profile.getValue().path("description").asText()))
        .collect(Collectors.joining("\n"));
  }

  /** Quotas in two columns. */
  public static String quotas(JsonNode quotas) {
    return quotas.properties().stream()
        .map(quota -> "%-30s  %s".formatted(quota.getKey(), quota.getValue().asText()))
        .collect(Collectors.joining("\n"));
  }
}
