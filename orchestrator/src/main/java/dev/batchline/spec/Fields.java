package dev.batchline.spec;

import dev.batchline.spec.SourceNode.Entry;
import dev.batchline.spec.SourceNode.Kind;
import dev.batchline.spec.SourceNode.Mapping;
import dev.batchline.spec.SourceNode.Scalar;
import dev.batchline.spec.SourceNode.Sequence;
import java.math.BigInteger;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of one mapping, read by type.
 *
 * <p>Whatever is wrong becomes a problem at its place, once, and reads as if it weren't there.
 */
final class Fields {

  /** What people write who know other tools. */
  private static final Map<String, String> SYNONYMS =
      Map.ofEntries(
          Map.entry("min", "minimum"),
          Map.entry("minValue", "minimum"),
          Map.entry("max", "maximum"),
          Map.entry("maxValue", "maximum"),
          Map.entry("enum", "allowed"),
          Map.entry("values", "allowed"),
          Map.entry("allowedValues", "allowed"),
          Map.entry("defaultValue", "default"),
          Map.entry("cmd", "command"),
          Map.entry("run", "command"),
          Map.entry("script", "command"),
          Map.entry("commandLine", "command"),
          Map.entry("env", "environment"),
          Map.entry("variables", "environment"),
          Map.entry("dependsOn", "after"),
          Map.entry("depends_on", "after"),
          Map.entry("needs", "after"),
          Map.entry("matrix", "forEach"),
          Map.entry("timeout", "timeLimit"),
          Map.entry("maxWallClockTime", "wallClock"),
          Map.entry("requiredSlots", "slots"),
          Map.entry("resourceFiles", "inputs"),
          Map.entry("outputFiles", "outputs"),
          Map.entry("retries", "attempts"),
          Map.entry("maxTaskRetryCount", "onNode"),
          Map.entry("delay", "backoff"),
          Map.entry("jobs", "tasks"),
          Map.entry("steps", "tasks"),
          Map.entry("params", "parameters"));

  private final Mapping mapping;
  private final String owner;
  private final Reading reading;
  private final Problems problems;
  private final Set<String> mistyped = new HashSet<>();

  /**
   * @param owner what the mapping belongs to, for messages: "the pool"
   * @param known the keys it may have; each other one is a problem
   */
  Fields(Mapping mapping, String owner, List<String> known, Reading reading) {
    this(mapping, owner, reading);
    for (Entry entry : mapping.entries()) {
      if (!known.contains(entry.key())) {
        Optional<String> meant = meant(entry.key(), known);
        meant.ifPresent(mistyped::add);
        problems.add(
            entry.at(),
            "unknown key \"" + entry.key() + "\" in " + owner,
            meant
                .map(key -> "Did you mean \"" + key + "\"?")
                .orElse("Known are: " + Names.list(known) + "."));
      }
    }
  }

  private Fields(Mapping mapping, String owner, Reading reading) {
    this.mapping = mapping;
    this.owner = owner;
    this.reading = reading;
    this.problems = reading.problems();
  }

  /** Reads a node as a mapping with these keys. */
  static Optional<Fields> of(SourceNode node, String owner, List<String> known, Reading reading) {
    if (node instanceof Mapping mapping) {
      return Optional.of(new Fields(mapping, owner, known, reading));
    }
    reading
        .problems()
        .add(
            node.at(),
            "%s must be a mapping, but this is %s".formatted(owner, node.describe()),
            "Its keys are: " + Names.list(known) + ".");
    return Optional.empty();
  }

  private static Optional<String> meant(String key, List<String> known) {
    return Optional.ofNullable(SYNONYMS.get(key))
        .filter(known::contains)
        .or(() -> Names.nearest(key, known));
  }

  /** The same keys, with other names in <code>${{ }}</code>. */
  Fields within(Reading other) {
    return new Fields(mapping, owner, other);
  }

  boolean has(String key) {
    return mapping.entry(key).isPresent();
  }

  /** Where a key stands, or else the mapping. */
  Position at(String key) {
    return mapping.entry(key).map(Entry::at).orElse(mapping.at());
  }

  /** Adds a problem if the key isn't there, unless a mistyped one stands for it. */
  void require(String key, String suggestion) {
    if (!has(key) && !mistyped.contains(key)) {
      problems.add(mapping.at(), owner + " has no \"" + key + "\"", suggestion);
    }
  }

  Optional<SourceNode> node(String key) {
    return mapping.value(key);
  }

  Optional<Mapping> mapping(String key, String example) {
    return typed(key, Mapping.class, "a mapping", example);
  }

  Optional<Sequence> list(String key, String example) {
    return typed(key, Sequence.class, "a list", example);
  }

  /** The scalar with names in <code>${{ }}</code> replaced. */
  Optional<Scalar> scalar(String key, String wanted, String example) {
    return typed(key, Scalar.class, wanted, example)
        .flatMap(reading::resolve)
        .flatMap(
            scalar -> {
              if (scalar.kind() == Kind.NOTHING) {
                refuse(key, scalar, wanted, example);
                return Optional.empty();
              }
              return Optional.of(scalar);
            });
  }

  Optional<String> text(String key, String example) {
    Optional<Scalar> scalar = scalar(key, "a text", example);
    if (scalar.isPresent() && scalar.get().text().isBlank()) {
      problems.add(scalar.get().at(), "\"" + key + "\" is empty", example);
      return Optional.empty();
    }
    return scalar.map(Scalar::text);
  }

  Optional<Boolean> bool(String key) {
    return scalar(key, "true or false", "")
        .flatMap(
            scalar -> {
              if (scalar.kind() != Kind.BOOLEAN) {
                refuse(key, scalar, "true or false", "");
                return Optional.empty();
              }
              return Optional.of(scalar.text().equalsIgnoreCase("true"));
            });
  }

  Optional<Integer> integer(String key, int least, int most) {
    return scalar(key, "a whole number", "")
        .flatMap(scalar -> integer("\"" + key + "\"", scalar, least, most));
  }

  /** A whole number within bounds. */
  Optional<Integer> integer(String what, Scalar scalar, int least, int most) {
    if (scalar.kind() != Kind.INTEGER) {
      problems.add(
          scalar.at(),
          "%s must be a whole number, but this is %s".formatted(what, scalar.describe()),
          "");
      return Optional.empty();
    }
    BigInteger value = new BigInteger(scalar.text());
    if (value.compareTo(BigInteger.valueOf(least)) < 0
        || value.compareTo(BigInteger.valueOf(most)) > 0) {
      problems.add(
          scalar.at(),
          "%s must be between %d and %d, but is %s".formatted(what, least, most, value),
          "");
      return Optional.empty();
    }
    return Optional.of(value.intValueExact());
  }

  Optional<Duration> duration(String key, Duration least, Duration most) {
    Optional<Scalar> scalar = scalar(key, "a duration", "Such as PT10M.");
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> duration = Durations.parse(scalar.get().text());
    if (duration.isEmpty()) {
      problems.add(
          scalar.get().at(),
          "\"%s\" must be a duration, but this is %s".formatted(key, scalar.get().describe()),
          Durations.suggest(scalar.get().text()));
      return Optional.empty();
    }
    if (duration.get().compareTo(least) < 0 || duration.get().compareTo(most) > 0) {
      problems.add(
          scalar.get().at(),
          "\"%s\" must be between %s and %s, but is %s"
              .formatted(key, Durations.text(least), Durations.text(most), scalar.get().text()),
          "");
      return Optional.empty();
    }
    return duration;
  }

  private <T extends SourceNode> Optional<T> typed(
      String key, Class<T> type, String wanted, String example) {
    Optional<SourceNode> node = mapping.value(key);
    if (node.isPresent() && !type.isInstance(node.get())) {
      refuse(key, node.get(), wanted, example);
    }
    return node.filter(type::isInstance).map(type::cast);
  }

  private void refuse(String key, SourceNode node, String wanted, String example) {
    problems.add(
        node.at(),
        "\"%s\" must be %s, but this is %s".formatted(key, wanted, node.describe()),
        example);
  }
}
