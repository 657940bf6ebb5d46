package dev.batchline.spec;

import dev.batchline.spec.SourceNode.Scalar;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What every reader of a part of a job file needs.
 *
 * @param scope names that may stand in <code>${{ }}</code>
 * @param directory of the job file, absolute, which paths in it are relative to
 */
record Reading(Problems problems, Scope scope, Path directory) {

  /** A file's name as somebody would write it who named the job file as it was named. */
  String named(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    if (!Objects.equals(directory.getRoot(), absolute.getRoot())) {
      return absolute.toString();
    }
    Path relative = directory.relativize(absolute);
    return Path.of(problems.file()).resolveSibling(relative).normalize().toString();
  }

  Reading with(Scope other) {
    return new Reading(problems, other, directory);
  }

  /** The same for paths that are relative to another directory, absolute. */
  Reading in(Path other) {
    return new Reading(problems, scope, other);
  }

  /** A template whose names all mean something here, parts filled in that are known already. */
  TextTemplate template(Scalar source) {
    TextTemplate template = TextTemplate.parse(source, problems);
    scope.check(template, problems);
    return template.fill(scope.values());
  }

  /**
   * The scalar with its names replaced; nothing if that can't be worked out, for which a problem
   * was added here or where the name is defined.
   */
  Optional<Scalar> resolve(Scalar source) {
    if (!source.text().contains(TextTemplate.OPENING)) {
      return Optional.of(source);
    }
    int before = problems.count();
    TextTemplate template = TextTemplate.parse(source, problems);
    scope.check(template, problems);
    if (problems.count() > before) {
      return Optional.empty();
    }
    if (!scope.canFill(template)) {
      template.names().forEach((name, at) -> refuseVariable(name, at));
      return Optional.empty();
    }
    // Quotes around ${{ }} are there for YAML's sake and don't make a text of a number.
    String text = template.render(scope.values()::get);
    return Optional.of(new Scalar(text, false, source.raw(), source.at()));
  }

  private void refuseVariable(String name, Position at) {
    if (scope.perTask().contains(name)) {
      problems.add(
          at,
          "\"" + name + "\" can't stand here: it differs from task to task",
          "It can be used in command, environment, outputs and inputs { from, files }.");
    }
  }
}
