package dev.batchline.spec;

import dev.batchline.spec.SourceNode.Entry;
import dev.batchline.spec.SourceNode.Kind;
import dev.batchline.spec.SourceNode.Scalar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A typed parameter of a pool template, in the words of Azure's templates.
 *
 * @param type {@code string}, {@code int} or {@code bool}
 * @param initial its default
 * @param minimum of a number's value or a text's length
 */
record TemplateParameter(
    String name,
    String type,
    Optional<Scalar> initial,
    Optional<BigDecimal> minimum,
    Optional<BigDecimal> maximum,
    List<String> allowed,
    String description) {

  private static final List<String> KEYS =
      List.of(
          "type",
          "defaultValue",
          "allowedValues",
          "minValue",
          "maxValue",
          "minLength",
          "maxLength",
          "metadata");

  private static final Map<String, String> WANTED =
      Map.of("string", "a text", "int", "a whole number", "bool", "true or false");

  TemplateParameter {
    allowed = List.copyOf(allowed);
  }

  /** Reads one entry of a template's parameters. */
  static Optional<TemplateParameter> read(Entry entry, Reading reading) {
    String owner = "parameter \"" + entry.key() + "\"";
    Optional<Fields> read = Fields.of(entry.value(), owner, KEYS, reading);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = read.get();
    fields.require("type", "Types are: string, int, bool.");
    Optional<Scalar> word = fields.scalar("type", "a type", "Types are: string, int, bool.");
    Optional<String> type =
        word.map(scalar -> scalar.text().toLowerCase(Locale.ROOT)).filter(WANTED::containsKey);
    if (word.isPresent() && type.isEmpty()) {
      reading
          .problems()
          .add(
              word.get().at(),
              "\"" + word.get().text() + "\" is not a type",
              "Types are: string, int, bool.");
    }
    if (type.isEmpty()) {
      return Optional.empty();
    }
    boolean isText = type.get().equals("string");
    TemplateParameter bare =
        new TemplateParameter(
            entry.key(),
            type.get(),
            Optional.empty(),
            bound(fields, isText ? "minLength" : "minValue"),
            bound(fields, isText ? "maxLength" : "maxValue"),
            allowed(fields),
            description(fields));
    Optional<Scalar> initial =
        fields
            .scalar("defaultValue", wanted(type.get()), "")
            .flatMap(scalar -> bare.check(scalar, "the default of " + owner, reading.problems()));
    return Optional.of(bare.withInitial(initial));
  }

  /** The value that a job file gives, or nothing after a problem was added. */
  Optional<Scalar> take(Entry entry, Reading job) {
    if (!(entry.value() instanceof Scalar scalar)) {
      job.problems()
          .add(
              entry.value().at(),
              "\"%s\" must be %s, but this is %s"
                  .formatted(name, wanted(type), entry.value().describe()),
              explain());
      return Optional.empty();
    }
    return job.resolve(scalar)
        .flatMap(resolved -> check(resolved, "\"" + name + "\"", job.problems()));
  }

  /** What a value must be, in the words of the template if it has any. */
  String wanted() {
    return explain().isEmpty() ? "It is " + wanted(type) + "." : explain();
  }

  private String explain() {
    return description.isEmpty() || description.endsWith(".") ? description : description + ".";
  }

  private Optional<Scalar> check(Scalar scalar, String what, Problems problems) {
    boolean fits =
        switch (type) {
          case "int" -> scalar.kind() == Kind.INTEGER;
          case "bool" -> scalar.kind() == Kind.BOOLEAN;
          default -> scalar.kind() != Kind.NOTHING;
        };
    if (!fits) {
      problems.add(
          scalar.at(),
          "%s must be %s, but this is %s".formatted(what, wanted(type), scalar.describe()),
          explain());
      return Optional.empty();
    }
    Optional<String> objection = objection(scalar.text());
    objection.ifPresent(words -> problems.add(scalar.at(), what + " " + words, explain()));
    return objection.isPresent()
        ? Optional.empty()
        : Optional.of(new Scalar(scalar.text(), type.equals("string"), scalar.raw(), scalar.at()));
  }

  private Optional<String> objection(String text) {
    if (!allowed.isEmpty() && !allowed.contains(text)) {
      return Optional.of("must be one of " + Names.list(allowed) + ", but is \"" + text + "\"");
    }
    if (type.equals("bool")) {
      return Optional.empty();
    }
    boolean isText = type.equals("string");
    BigDecimal measure = isText ? BigDecimal.valueOf(text.length()) : new BigDecimal(text);
    String unit = isText ? " characters" : "";
    if (minimum.isPresent() && measure.compareTo(minimum.get()) < 0) {
      return Optional.of("must be at least " + minimum.get() + unit + ", but is " + text);
    }
    if (maximum.isPresent() && measure.compareTo(maximum.get()) > 0) {
      return Optional.of("must be at most " + maximum.get() + unit + ", but is " + text);
    }
    return Optional.empty();
  }

  private TemplateParameter withInitial(Optional<Scalar> value) {
    return new TemplateParameter(name, type, value, minimum, maximum, allowed, description);
  }

  private static String wanted(String type) {
    return WANTED.getOrDefault(type, "a text");
  }

  private static Optional<BigDecimal> bound(Fields fields, String key) {
    return fields.integer(key, Integer.MIN_VALUE, Integer.MAX_VALUE).map(BigDecimal::valueOf);
  }

  private static List<String> allowed(Fields fields) {
    List<String> values = new ArrayList<>();
    fields
        .list("allowedValues", "Such as [\"a\", \"b\"].")
        .ifPresent(
            list ->
                list.items().stream()
                    .filter(Scalar.class::isInstance)
                    .map(item -> ((Scalar) item).text())
                    .forEach(values::add));
    return values;
  }

  private static String description(Fields fields) {
    return fields
        .mapping("metadata", "")
        .flatMap(metadata -> metadata.value("description"))
        .filter(Scalar.class::isInstance)
        .map(node -> ((Scalar) node).text())
        .orElse("");
  }
}
