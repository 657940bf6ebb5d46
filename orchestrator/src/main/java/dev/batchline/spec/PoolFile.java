package dev.batchline.spec;

import dev.batchline.spec.SourceNode.Entry;
import dev.batchline.spec.SourceNode.Mapping;
import dev.batchline.spec.SourceNode.Scalar;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a pool template by itself, for commands that need no job file. */
public final class PoolFile {

  private static final String COMMAND_LINE = "--pool";
  private static final Position NOWHERE = new Position(0, 0);

  private PoolFile() {}

  /**
   * Fills in a template; nothing is created.
   *
   * @param template a name, or a path relative to where this process works
   * @param parameters of the template, by name
   * @param templateDirectories where a template that is only a name is looked for, in order
   * @throws JobFileException with all mistakes there are
   */
  public static PoolSpec read(
      String template, Map<String, String> parameters, List<Path> templateDirectories) {
    Problems problems = new Problems(COMMAND_LINE);
    Reading reading =
        new Reading(
            problems,
            new Scope(Map.of(), Set.of(), Set.of(), false),
            Path.of("").toAbsolutePath().normalize());
    Mapping values =
        new Mapping(
            parameters.entrySet().stream()
                .map(entry -> new Entry(entry.getKey(), NOWHERE, scalar(entry.getValue())))
                .toList(),
            NOWHERE);
    Mapping pool =
        new Mapping(
            List.of(
                new Entry("template", NOWHERE, scalar(template)),
                new Entry("parameters", NOWHERE, values)),
            NOWHERE);
    Optional<PoolSpec> spec = new PoolReader(reading, templateDirectories, Map.of()).read(pool);
    problems.throwIfAny();
    return spec.orElseThrow(() -> new IllegalStateException("no pool and no problem: " + template));
  }

  private static Scalar scalar(String text) {
    return new Scalar(text, false, text, NOWHERE);
  }
}
