package dev.batchline.spec;

import dev.batchline.spec.SourceNode.Entry;
import dev.batchline.spec.SourceNode.Mapping;
import dev.batchline.spec.SourceNode.Scalar;
import dev.batchline.spec.SourceNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pool in Azure Batch's own JSON with typed parameters around it.
 *
 * <p>The form is that of the templates of Azure's command line: {@code "[parameters('x')]"} as a
 * whole value becomes a value of the parameter's type, within a text its text.
 */
final class PoolTemplate {

  static final Pattern REFERENCE = Pattern.compile("\\[\\s*parameters\\(\\s*'([^']*)'\\s*\\)\\s*]");

  /** What may stand beside the parameters and the pool. */
  private static final List<String> KEYS =
      List.of("$schema", "contentVersion", "templateMetadata", "parameters", "pool");

  private final Map<String, TemplateParameter> parameters;
  private final SourceNode pool;
  private final Problems problems;
  private Map<String, Scalar> values = Map.of();
  private Map<String, Position> given = Map.of();
  private final Problems job;

  private PoolTemplate(
      Map<String, TemplateParameter> parameters, SourceNode pool, Problems problems, Problems job) {
    this.job = job;
    this.parameters = parameters;
    this.pool = pool;
    this.problems = problems;
  }

  /**
   * Reads a document.
   *
   * @param problems of the template's file
   * @param reading of the job file
   */
  static Optional<PoolTemplate> of(SourceNode document, Problems problems, Reading reading) {
    Reading here =
        new Reading(problems, new Scope(Map.of(), Set.of(), Set.of(), false), reading.directory());
    Optional<Fields> fields = Fields.of(document, "the template", KEYS, here);
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    fields.get().require("pool", "Put Azure Batch's pool JSON there: \"pool\": { … }.");
    Map<String, TemplateParameter> parameters = new LinkedHashMap<>();
    fields
        .get()
        .mapping("parameters", "Such as \"parameters\": { \"maxNodes\": { \"type\": \"int\" } }.")
        .ifPresent(
            section ->
                section
                    .entries()
                    .forEach(
                        entry ->
                            TemplateParameter.read(entry, here)
                                .ifPresent(known -> parameters.put(entry.key(), known))));
    return fields
        .get()
        .mapping("pool", "Put Azure Batch's pool JSON there.")
        .map(
            mapping ->
                new PoolTemplate(parameters, properties(mapping), problems, reading.problems()));
  }

  /** Templates of Azure's command line wrap the pool once more. */
  private static SourceNode properties(Mapping pool) {
    return pool.entry("type").isPresent() ? pool.value("properties").orElse(pool) : pool;
  }

  Problems problems() {
    return problems;
  }

  /** Adds a problem where the value comes from: the job file if that gives it, or the template. */
  void add(SourceNode value, String message, String suggestion) {
    Optional<Position> place =
        Optional.of(value)
            .filter(Scalar.class::isInstance)
            .map(scalar -> REFERENCE.matcher(((Scalar) scalar).raw()))
            .filter(Matcher::find)
            .flatMap(matcher -> Optional.ofNullable(given.get(matcher.group(1))));
    place.ifPresentOrElse(
        at -> job.add(at, message, suggestion),
        () -> problems.add(value.at(), message, suggestion));
  }

  /**
   * The pool with its parameters filled in, or nothing after problems were added.
   *
   * @param fromJob what the job file gives
   * @param at where it gives it, or would
   * @param known values for parameters that the job file doesn't give
   * @param job reads the job file
   */
  Optional<Mapping> fill(
      Optional<Mapping> fromJob, Position at, Map<String, Integer> known, Reading job) {
    int before = problems.count();
    // A default that is wrong was told already; its parameter isn't one without a value.
    boolean sound = !problems.any();
    given = places(fromJob);
    Map<String, Scalar> chosen = new LinkedHashMap<>();
    parameters.forEach(
        (name, parameter) -> parameter.initial().ifPresent(value -> chosen.put(name, value)));
    known.forEach(
        (name, value) -> {
          if (parameters.containsKey(name)) {
            chosen.put(name, new Scalar(value.toString(), false, value.toString(), at));
          }
        });
    for (Entry entry : fromJob.map(Mapping::entries).orElse(List.of())) {
      TemplateParameter parameter = parameters.get(entry.key());
      if (parameter == null) {
        job.problems()
            .add(
                entry.at(),
                "the pool template has no parameter \"" + entry.key() + "\"",
                Names.suggest(entry.key(), parameters.keySet()));
      } else {
        parameter.take(entry, job).ifPresent(value -> chosen.put(entry.key(), value));
      }
    }
    for (String name : parameters.keySet()) {
      if (sound && !chosen.containsKey(name) && !given.containsKey(name)) {
        job.problems()
            .add(
                at,
                "the pool template's parameter \"" + name + "\" has no value",
                parameters.get(name).wanted());
      }
    }
    if (problems.count() > before) {
      return Optional.empty();
    }
    values = chosen;
    return Optional.of(pool).map(this::substitute).map(Mapping.class::cast);
  }

  private static Map<String, Position> places(Optional<Mapping> mapping) {
    Map<String, Position> places = new LinkedHashMap<>();
    mapping.ifPresent(
        entries -> entries.entries().forEach(e -> places.put(e.key(), e.value().at())));
    return places;
  }

  private SourceNode substitute(SourceNode node) {
    if (node instanceof Mapping mapping) {
      return new Mapping(
          mapping.entries().stream()
              .map(entry -> new Entry(entry.key(), entry.at(), substitute(entry.value())))
              .toList(),
          mapping.at());
    }
    if (node instanceof Sequence sequence) {
      return new Sequence(sequence.items().stream().map(this::substitute).toList(), sequence.at());
    }
    return substitute((Scalar) node);
  }

  private Scalar substitute(Scalar scalar) {
    if (!scalar.quoted() || scalar.text().indexOf('[') < 0) {
      return scalar;
    }
    String text = scalar.text();
    Matcher matcher = REFERENCE.matcher(text);
    if (!matcher.find()) {
      refuseExpression(scalar);
      return scalar;
    }
    if (matcher.matches()) {
      return value(matcher.group(1), scalar)
          .map(value -> new Scalar(value.text(), value.quoted(), scalar.raw(), scalar.at()))
          .orElse(scalar);
    }
    matcher.reset();
    String filled =
        matcher.replaceAll(
            match ->
                Matcher.quoteReplacement(
                    value(match.group(1), scalar).map(Scalar::text).orElse("")));
    return new Scalar(filled, true, scalar.raw(), scalar.at());
  }

  private Optional<Scalar> value(String name, Scalar user) {
    if (!parameters.containsKey(name)) {
      problems.add(
          user.placeOf("'" + name + "'", 0),
          "unknown parameter \"" + name + "\"",
          Names.suggest(name, parameters.keySet()));
    }
    return Optional.ofNullable(values.get(name));
  }

  private String textOf(String parameter) {
    return Optional.ofNullable(values.get(parameter)).map(Scalar::text).orElse("");
  }

  private void refuseExpression(Scalar scalar) {
    String text = scalar.text().strip();
    if (text.matches("(?s)\\[\\s*[A-Za-z]+\\(.*\\)\\s*]")) {
      problems.add(
          scalar.at(),
          "the expression " + Scalar.quote(text) + " is not supported",
          "Only [parameters('name')] is.");
    }
  }

  /**
   * For each character of a filled-in text, which character of the text in the template it came
   * from; and one element for the end.
   */
  int[] origins(String template) {
    List<Integer> origins = new ArrayList<>();
    Matcher matcher = REFERENCE.matcher(template);
    int from = 0;
    while (matcher.find()) {
      for (int i = from; i < matcher.start(); i++) {
        origins.add(i);
      }
      int length = textOf(matcher.group(1)).length();
      for (int i = 0; i < length; i++) {
        origins.add(matcher.start());
      }
      from = matcher.end();
    }
    for (int i = from; i <= template.length(); i++) {
      origins.add(i);
    }
    return origins.stream().mapToInt(Integer::intValue).toArray();
  }
}
