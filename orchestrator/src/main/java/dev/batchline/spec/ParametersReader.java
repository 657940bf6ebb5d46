package dev.batchline.spec;

import dev.batchline.spec.SourceNode.Entry;
import dev.batchline.spec.SourceNode.Mapping;
import dev.batchline.spec.SourceNode.Scalar;
import dev.batchline.spec.SourceNode.Sequence;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code parameters} and gives each its value, from {@code --set} or its default. */
final class ParametersReader {

  static final List<String> KEYS =
      List.of("type", "default", "minimum", "maximum", "allowed", "description");
  static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
  private static final String EXAMPLE = "Such as { type: integer, default: 40 }.";

  private final Reading reading;
  private final Problems problems;
  private final Problems commandLine;
  private final Map<String, String> sets;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Set<String> broken = new LinkedHashSet<>();

  ParametersReader(Reading reading, Map<String, String> sets) {
    this.reading = reading;
    this.problems = reading.problems();
    this.commandLine = problems.in("--set");
    this.sets = sets;
  }

  /** The values by name; those that couldn't be worked out are in {@link #broken()}. */
  Map<String, String> read(Optional<Mapping> section) {
    List<Entry> entries = section.map(Mapping::entries).orElse(List.of());
    for (Entry entry : entries) {
      if (NAME.matcher(entry.key()).matches()) {
        read(entry);
      } else {
        problems.add(
            entry.at(),
            "\"" + entry.key() + "\" can't be a parameter's name",
            "Use letters, digits, \"_\" and \"-\", and a letter at the beginning.");
      }
    }
    List<String> names = entries.stream().map(Entry::key).toList();
    for (String name : sets.keySet()) {
      if (!names.contains(name)) {
        commandLine.add(
            "the job file has no parameter \"" + name + "\"", Names.suggest(name, names));
      }
    }
    return values;
  }

  Set<String> broken() {
    return broken;
  }

  private void read(Entry entry) {
    String name = entry.key();
    Optional<Definition> definition = define(entry);
    Optional<String> value = definition.flatMap(known -> value(name, known, entry.at()));
    value.ifPresentOrElse(text -> values.put(name, text), () -> broken.add(name));
  }

  private Optional<Definition> define(Entry entry) {
    String owner = "parameter \"" + entry.key() + "\"";
    if (entry.value() instanceof Scalar scalar) {
      problems.add(
          scalar.at(),
          owner + " must be a mapping, but this is " + scalar.describe(),
          "Write %s: { type: %s, default: %s }."
              .formatted(entry.key(), typeOf(scalar), scalar.raw().strip()));
      return Optional.empty();
    }
    Optional<Fields> read = Fields.of(entry.value(), owner, KEYS, reading);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = read.get();
    fields.require("type", "Types are: " + Names.list(ParameterType.words()) + ".");
    Optional<Scalar> word = fields.scalar("type", "a type", EXAMPLE);
    Optional<ParameterType> type = word.map(Scalar::text).flatMap(ParameterType::of);
    if (word.isPresent() && type.isEmpty()) {
      problems.add(
          word.get().at(),
          "\"" + word.get().text() + "\" is not a type",
          Names.suggest(word.get().text(), ParameterType.words()));
    }
    fields.text("description", "");
    if (type.isEmpty()) {
      return Optional.empty();
    }
    Definition definition =
        new Definition(
            type.get(),
            value(fields, "default", type.get()),
            fields.has("default"),
            bound(fields, "minimum", type.get()),
            bound(fields, "maximum", type.get()),
            allowed(fields, type.get()));
    checkBounds(fields, owner, definition);
    return Optional.of(definition);
  }

  private void checkBounds(Fields fields, String owner, Definition definition) {
    if (definition.minimum.isPresent()
        && definition.maximum.isPresent()
        && definition.minimum.get().compareTo(definition.maximum.get()) > 0) {
      problems.add(fields.at("minimum"), owner + " has a minimum above its maximum", "Swap them.");
      return;
    }
    // A default that --set replaces is wrong all the same.
    definition
        .initial
        .flatMap(definition::objection)
        .ifPresent(
            objection ->
                problems.add(
                    fields.node("default").map(SourceNode::at).orElse(fields.at("default")),
                    "the default of " + owner + " " + objection,
                    ""));
  }

  private Optional<String> value(String name, Definition definition, Position at) {
    if (!sets.containsKey(name)) {
      if (!definition.hasDefault) {
        problems.add(
            at,
            "parameter \"" + name + "\" has no value",
            "Give it one with --set " + name + "=…, or a default.");
      }
      return definition.initial.filter(text -> definition.objection(text).isEmpty());
    }
    String text = sets.get(name);
    Scalar given = new Scalar(text, definition.type == ParameterType.STRING, text, Position.START);
    if (!definition.type.accepts(given)) {
      commandLine.add(
          "%s must be %s, but is \"%s\"".formatted(name, definition.type.wanted(), text), "");
      return Optional.empty();
    }
    String value = definition.type.canonical(text);
    Optional<String> objection = definition.objection(value);
    objection.ifPresent(words -> commandLine.add(name + " " + words, ""));
    return objection.isPresent() ? Optional.empty() : Optional.of(value);
  }

  private Optional<String> value(Fields fields, String key, ParameterType type) {
    if (type == ParameterType.STRING
        && fields.node(key).filter(node -> isEmptyText(node)).isPresent()) {
      return Optional.of("");
    }
    return fields
        .scalar(key, type.wanted(), "")
        .flatMap(scalar -> typed("\"" + key + "\"", scalar, type));
  }

  private Optional<String> typed(String what, Scalar scalar, ParameterType type) {
    if (type.accepts(scalar)) {
      return Optional.of(type.canonical(scalar.text()));
    }
    problems.add(
        scalar.at(),
        "%s must be %s, but this is %s".formatted(what, type.wanted(), scalar.describe()),
        "");
    return Optional.empty();
  }

  private Optional<BigDecimal> bound(Fields fields, String key, ParameterType type) {
    if (!fields.has(key)) {
      return Optional.empty();
    }
    if (!type.isNumeric()) {
      problems.add(
          fields.at(key), "\"" + key + "\" is for numbers, not for type " + type.word(), "");
      return Optional.empty();
    }
    return value(fields, key, type).map(ParameterType::number);
  }

  private Optional<List<String>> allowed(Fields fields, ParameterType type) {
    Optional<Sequence> list = fields.list("allowed", "Such as allowed: [small, large].");
    if (list.isEmpty()) {
      return Optional.empty();
    }
    if (list.get().items().isEmpty()) {
      problems.add(list.get().at(), "\"allowed\" is empty", "Name the values that may be set.");
      return Optional.empty();
    }
    List<String> values = new ArrayList<>();
    for (SourceNode item : list.get().items()) {
      if (item instanceof Scalar scalar) {
        typed("an allowed value", scalar, type).ifPresent(values::add);
      } else {
        problems.add(
            item.at(), "an allowed value must be " + type.wanted() + ", but this is a list", "");
      }
    }
    return values.size() == list.get().items().size() ? Optional.of(values) : Optional.empty();
  }

  private static boolean isEmptyText(SourceNode node) {
    return node instanceof Scalar scalar && scalar.quoted() && scalar.text().isEmpty();
  }

  private static String typeOf(Scalar scalar) {
    return switch (scalar.kind()) {
      case INTEGER -> "integer";
      case NUMBER -> "number";
      case BOOLEAN -> "boolean";
      case TEXT, NOTHING -> "string";
    };
  }

  /** What a parameter may be. */
  private record Definition(
      ParameterType type,
      Optional<String> initial,
      boolean hasDefault,
      Optional<BigDecimal> minimum,
      Optional<BigDecimal> maximum,
      Optional<List<String>> allowed) {

    /** Why a value can't be taken; it follows the parameter's name. */
    Optional<String> objection(String value) {
      if (minimum.isPresent() && ParameterType.number(value).compareTo(minimum.get()) < 0) {
        return Optional.of(
            "must be at least " + minimum.get().toPlainString() + ", but is " + value);
      }
      if (maximum.isPresent() && ParameterType.number(value).compareTo(maximum.get()) > 0) {
        return Optional.of(
            "must be at most " + maximum.get().toPlainString() + ", but is " + value);
      }
      if (allowed.isPresent() && !allowed.get().contains(value)) {
        return Optional.of(
            "must be one of " + Names.list(allowed.get()) + ", but is \"" + value + "\"");
      }
      return Optional.empty();
    }
  }
}
