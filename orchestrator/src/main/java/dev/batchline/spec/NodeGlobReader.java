package dev.batchline.spec;

import dev.batchline.spec.SourceNode.Kind;
import dev.batchline.spec.SourceNode.Scalar;
import dev.batchline.spec.SourceNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads globs below the working directory of a task; none leads out of it, in no task. */
final class NodeGlobReader {

  /** What would lead out of a directory if it stood in a path. */
  private static final Pattern ESCAPE = Pattern.compile("/.*|(.*/)?\\.\\.(/.*)?|.*\\\\.*");

  private final Reading reading;
  private final Problems problems;
  private final ForEach each;

  /**
   * @param each what the tasks run through whose globs these are
   */
  NodeGlobReader(Reading reading, ForEach each) {
    this.reading = reading;
    this.problems = reading.problems();
    this.each = each;
  }

  /** The globs that a key lists. */
  List<TextTemplate> list(Fields fields, String key, String what, String example) {
    List<TextTemplate> globs = new ArrayList<>();
    for (SourceNode item : fields.list(key, example).map(Sequence::items).orElse(List.of())) {
      read(item, what).ifPresent(globs::add);
    }
    return globs;
  }

  /** One glob, or nothing after a problem was added. */
  Optional<TextTemplate> read(SourceNode node, String what) {
    if (!(node instanceof Scalar scalar) || scalar.kind() == Kind.NOTHING) {
      problems.add(
          node.at(), "%s must be a glob, but this is %s".formatted(what, node.describe()), "");
      return Optional.empty();
    }
    TextTemplate template = reading.template(scalar);
    Optional<NodePaths.Objection> objection = NodePaths.objection(template.withPlaceholders());
    objection.ifPresent(
        found ->
            problems.add(
                scalar.at(),
                Scalar.quote(scalar.text()) + " " + found.reason(),
                found.suggestion()));
    if (objection.isEmpty()) {
      template.names().forEach(this::checkValues);
    }
    return objection.isPresent() ? Optional.empty() : Optional.of(template);
  }

  private void checkValues(String name, Position at) {
    for (Dimension dimension : each.dimensions()) {
      boolean free = !(dimension instanceof Dimension.Range) && dimension.names().contains(name);
      for (int i = 0; free && i < dimension.size(); i++) {
        String value = dimension.value(i, name);
        if (ESCAPE.matcher(value).matches()) {
          problems.add(
              at,
              "a value of \"%s\" would lead out of the working directory: %s"
                  .formatted(name, Scalar.quote(value)),
              "");
          return;
        }
      }
    }
  }
}
