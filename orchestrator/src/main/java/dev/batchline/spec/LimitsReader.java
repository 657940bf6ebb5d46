package dev.batchline.spec;

import dev.batchline.spec.SourceNode.Mapping;
import dev.batchline.spec.SourceNode.Scalar;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Reads {@code limits}. */
final class LimitsReader {

  static final List<String> KEYS = List.of("wallClock", "standstill", "deadline");
  static final List<String> DEADLINE_KEYS = List.of("at", "onMiss");
  private static final Duration SHORTEST_STANDSTILL = Duration.ofSeconds(10);
  private static final List<String> ON_MISS = List.of("continue", "cancel");
  private static final String EXAMPLE =
      "Such as \"06:00 Europe/London\", 2026-11-22T06:00:00Z or PT6H.";

  private final Reading reading;

  LimitsReader(Reading reading) {
    this.reading = reading;
  }

  Limits read(SourceNode node) {
    Optional<Fields> fields = Fields.of(node, "\"limits\"", KEYS, reading);
    return new Limits(
        fields
            .flatMap(f -> f.duration("wallClock", Duration.ofMinutes(1), GroupReader.LONGEST_RUN))
            .orElse(Limits.DEFAULT.wallClock()),
        fields
            .flatMap(f -> f.duration("standstill", SHORTEST_STANDSTILL, GroupReader.LONGEST_RUN))
            .orElse(Limits.DEFAULT.standstill()),
        fields.flatMap(this::deadline));
  }

  private Optional<Deadline> deadline(Fields limits) {
    if (limits.node("deadline").filter(Mapping.class::isInstance).isEmpty()) {
      return time(limits, "deadline").map(text -> new Deadline(text, false));
    }
    return limits
        .node("deadline")
        .flatMap(node -> Fields.of(node, "\"deadline\"", DEADLINE_KEYS, reading))
        .flatMap(
            fields -> {
              fields.require("at", EXAMPLE);
              boolean cancels = cancels(fields);
              return time(fields, "at").map(text -> new Deadline(text, cancels));
            });
  }

  private boolean cancels(Fields fields) {
    Optional<Scalar> wish = fields.scalar("onMiss", "continue or cancel", "");
    wish.filter(scalar -> !ON_MISS.contains(scalar.text()))
        .ifPresent(
            scalar ->
                reading
                    .problems()
                    .add(
                        scalar.at(),
                        "\"onMiss\" must be continue or cancel, but this is " + scalar.describe(),
                        Names.suggest(scalar.text(), ON_MISS)));
    return wish.filter(scalar -> scalar.text().equals("cancel")).isPresent();
  }

  private Optional<String> time(Fields fields, String key) {
    Optional<Scalar> scalar =
        fields.scalar(key, "a time of day with a zone, an instant or a duration", EXAMPLE);
    return scalar
        .filter(
            known -> {
              if (!Deadline.isReadable(known.text())) {
                refuse(key, known);
              }
              return Deadline.isReadable(known.text());
            })
        .map(Scalar::text);
  }

  private void refuse(String key, Scalar scalar) {
    Optional<String> zone = Deadline.wrongZone(scalar.text());
    if (zone.isPresent()) {
      reading
          .problems()
          .add(
              scalar.at(),
              "\"" + zone.get() + "\" is no time zone",
              meant(zone.get())
                  .map(name -> "Did you mean \"" + name + "\"?")
                  .orElse("Zones have names such as Europe/London, America/New_York or UTC."));
      return;
    }
    reading
        .problems()
        .add(
            scalar.at(),
            "\"%s\" must be a time of day with a zone, an instant or a duration, but this is %s"
                .formatted(key, scalar.describe()),
            EXAMPLE);
  }

  /** People leave the continent out. */
  private static Optional<String> meant(String zone) {
    String city = "/" + zone;
    return ZoneId.getAvailableZoneIds().stream()
        .filter(
            name -> name.regionMatches(true, name.length() - city.length(), city, 0, city.length()))
        .sorted()
        .findFirst()
        .or(() -> Names.nearest(zone, ZoneId.getAvailableZoneIds().stream().sorted().toList()));
  }
}
