package dev.batchline.spec;

import dev.batchline.spec.SourceNode.Entry;
import dev.batchline.spec.SourceNode.Kind;
import dev.batchline.spec.SourceNode.Mapping;
import dev.batchline.spec.SourceNode.Scalar;
import dev.batchline.spec.SourceNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a group's tasks execute: {@code command} and {@code environment}. */
final class CommandReader {

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final List<String> OURS = List.of("BATCHLINE_", "AZ_BATCH_");

  private final Reading reading;
  private final Problems problems;

  CommandReader(Reading reading) {
    this.reading = reading;
    this.problems = reading.problems();
  }

  /** A text for the shell, or a list. */
  Optional<TaskGroup.Command> command(SourceNode node) {
    if (node instanceof Scalar scalar && scalar.kind() != Kind.NOTHING) {
      if (scalar.text().isBlank()) {
        problems.add(scalar.at(), "\"command\" is empty", "");
      }
      return Optional.of(new TaskGroup.Command.Shell(reading.template(scalar)));
    }
    if (!(node instanceof Sequence list) || list.items().isEmpty()) {
      problems.add(
          node.at(),
          "\"command\" must be a text or a list, but this is " + node.describe(),
          "A text is for the shell, a list is a program and its arguments.");
      return Optional.empty();
    }
    List<TextTemplate> arguments = new ArrayList<>();
    for (SourceNode item : list.items()) {
      if (item instanceof Scalar scalar && (scalar.kind() != Kind.NOTHING)) {
        arguments.add(reading.template(scalar));
      } else {
        problems.add(item.at(), "an argument must be a text, but this is " + item.describe(), "");
      }
    }
    if (list.items().get(0) instanceof Scalar program && program.text().isBlank()) {
      problems.add(program.at(), "the program's name is empty", "");
    }
    return Optional.of(new TaskGroup.Command.Arguments(arguments));
  }

  /** The variables of a group by name. */
  Map<String, TextTemplate> environment(Fields fields) {
    Map<String, TextTemplate> environment = new LinkedHashMap<>();
    List<Entry> entries =
        fields
            .mapping("environment", "Such as { SEED: 42 }.")
            .map(Mapping::entries)
            .orElse(List.of());
    for (Entry entry : entries) {
      if (!VARIABLE.matcher(entry.key()).matches()) {
        problems.add(
            entry.at(),
            "\"" + entry.key() + "\" can't be the name of an environment variable",
            "Use letters, digits and \"_\", and no digit at the beginning.");
      } else if (OURS.stream().anyMatch(entry.key()::startsWith)) {
        problems.add(
            entry.at(),
            "\"" + entry.key() + "\" can't be set",
            "Names that begin with BATCHLINE_ and AZ_BATCH_ are set for you.");
      } else if (entry.value() instanceof Scalar scalar
          && (scalar.kind() != Kind.NOTHING || scalar.quoted())) {
        environment.put(entry.key(), reading.template(scalar));
      } else {
        problems.add(
            entry.value().at(),
            "\"%s\" must be a text, but this is %s"
                .formatted(entry.key(), entry.value().describe()),
            entry.value() instanceof Scalar ? "Write \"\" for an empty text." : "");
      }
    }
    return environment;
  }
}
