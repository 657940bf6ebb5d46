package dev.batchline.spec;

import dev.batchline.spec.SourceNode.Entry;
import dev.batchline.spec.SourceNode.Mapping;
import dev.batchline.spec.SourceNode.Scalar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a pool template by itself, for commands that need no job file. */
public final class PoolFile {

  private PoolFile() {}

  /**
   * @param template a path, or a name in one of the directories
   * @param parameters of the template, by name
   * @param templateDirectories where a name is looked for, in order
   * @throws JobFileException with all mistakes there are
   */
  public static PoolSpec read(
      String template, Map<String, String> parameters, List<Path> templateDirectories) {
    Path path = Path.of(template).toAbsolutePath().normalize();
    boolean isFile = template.endsWith(".json") && Files.isRegularFile(path);
    Path directory = isFile ? path.resolveSibling("") : Path.of("").toAbsolutePath();
    Problems problems = new Problems(directory.resolve("the command line").toString());
    Reading reading =
        new Reading(problems, new Scope(Map.of(), Set.of(), Set.of(), false), directory);
    Mapping pool =
        mapping(
            List.of(
                entry("template", scalar(isFile ? String.valueOf(path.getFileName()) : template)),
                entry("parameters", given(parameters))));
    Optional<PoolSpec> spec = new PoolReader(reading, templateDirectories, Map.of()).read(pool);
    problems.throwIfAny();
    return spec.orElseThrow(() -> new IllegalStateException("no pool and no problem: " + template));
  }

  private static Mapping given(Map<String, String> parameters) {
    List<Entry> entries = new ArrayList<>();
    parameters.forEach((name, value) -> entries.add(entry(name, scalar(value))));
    return mapping(entries);
  }

  private static Mapping mapping(List<Entry> entries) {
    return new Mapping(entries, Position.START);
  }

  private static Entry entry(String key, SourceNode value) {
    return new Entry(key, Position.START, value);
  }

  private static Scalar scalar(String text) {
    return new Scalar(text, false, text, Position.START);
  }
}
