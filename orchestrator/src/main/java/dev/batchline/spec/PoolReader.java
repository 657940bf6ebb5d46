package dev.batchline.spec;

import dev.batchline.spec.SourceNode.Mapping;
import dev.batchline.spec.SourceNode.Scalar;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code pool}: finds its template, fills in the parameters and checks what comes of it. */
final class PoolReader {

  static final List<String> KEYS = List.of("template", "parameters", "keep");
  static final List<String> FURTHER_KEYS = List.of("template", "parameters");

  private static final long LARGEST_TEMPLATE = 1L << 20;
  private static final String ENDING = ".json";
  private static final String EXAMPLE = "Such as template: cpu-autoscale.";

  private final Reading reading;
  private final Problems problems;
  private final List<Path> templateDirectories;
  private final Map<String, Integer> known;

  /**
   * @param known values for parameters that a template may have and a job file needn't give
   */
  PoolReader(Reading reading, List<Path> templateDirectories, Map<String, Integer> known) {
    this.known = known;
    this.reading = reading;
    this.problems = reading.problems();
    this.templateDirectories = templateDirectories;
  }

  /** The pool, or nothing after problems were added. */
  Optional<PoolSpec> read(SourceNode node) {
    return read(node, "the pool", KEYS);
  }

  /** A pool that attempts may move to; it always goes with the run. */
  Optional<PoolSpec> readFurther(SourceNode node) {
    return read(node, "\"to\"", FURTHER_KEYS);
  }

  private Optional<PoolSpec> read(SourceNode node, String owner, List<String> keys) {
    Optional<Fields> read = Fields.of(node, owner, keys, reading);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = read.get();
    fields.require("template", EXAMPLE + offered());
    Optional<Boolean> keep = fields.bool("keep");
    Optional<Mapping> parameters =
        fields.mapping("parameters", "Such as { vmSize: Standard_D4s_v5, maxNodes: 20 }.");
    Optional<Scalar> name = fields.scalar("template", "the name or path of a template", EXAMPLE);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    return find(name.get())
        .flatMap(file -> load(file))
        .flatMap(template -> pool(name.get(), template, parameters, keep.orElse(false)));
  }

  private Optional<PoolSpec> pool(
      Scalar name, PoolTemplate template, Optional<Mapping> parameters, boolean keep) {
    int before = problems.count();
    Position at = parameters.map(Mapping::at).orElse(name.at());
    Optional<Mapping> pool = template.fill(parameters, at, known, reading);
    if (pool.isEmpty() || problems.count() > before) {
      return Optional.empty();
    }
    PoolRules rules = new PoolRules(pool.get(), template);
    rules.check();
    return problems.count() > before
        ? Optional.empty()
        : Optional.of(
            new PoolSpec(
                name.text(),
                JsonText.of(pool.get()),
                keep,
                rules.taskSlotsPerNode(),
                rules.vmSize(),
                List.of()));
  }

  private Optional<PoolTemplate> load(Path file) {
    Problems inside = problems.in(reading.named(file));
    return SourceText.read(file, LARGEST_TEMPLATE, inside)
        .flatMap(text -> JsonSource.parse(text, inside))
        .flatMap(document -> PoolTemplate.of(document, inside, reading));
  }

  private Optional<Path> find(Scalar name) {
    String text = name.text();
    try {
      boolean isPath = text.contains("/") || text.contains("\\") || text.endsWith(ENDING);
      return isPath ? byPath(name) : byName(name);
    } catch (InvalidPathException e) {
      problems.add(name.at(), name.describe() + " is not a path: " + e.getReason(), EXAMPLE);
      return Optional.empty();
    }
  }

  private Optional<Path> byPath(Scalar name) {
    List<ProjectFile> found =
        new FileSearch(reading.directory(), problems).find(name.text(), name.at());
    if (found.size() > 1) {
      problems.add(name.at(), name.describe() + " matches several files", "Name one template.");
      return Optional.empty();
    }
    return found.stream().map(ProjectFile::source).findFirst();
  }

  private Optional<Path> byName(Scalar name) {
    for (Path directory : templateDirectories) {
      Path file = directory.resolve(name.text() + ENDING);
      if (Files.exists(file)) {
        return Optional.of(file.toAbsolutePath().normalize());
      }
    }
    List<String> names = names();
    problems.add(
        name.at(),
        "there is no pool template \"" + name.text() + "\"",
        names.isEmpty()
            ? "No templates were found in " + templateDirectories + "; give a path to one."
            : Names.suggest(name.text(), names)
                + " A path such as pools/mine.json is possible too.");
    return Optional.empty();
  }

  private String offered() {
    List<String> names = names();
    return names.isEmpty() ? "" : " Templates are: " + Names.list(names) + ".";
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (Path directory : templateDirectories) {
      if (!Files.isDirectory(directory)) {
        continue;
      }
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + ENDING)) {
        files.forEach(
            file -> {
              String name = file.getFileName().toString();
              names.add(name.substring(0, name.length() - ENDING.length()));
            });
      } catch (IOException e) {
        problems.add(directory + " can't be listed: " + e.getMessage(), "");
      }
    }
    Collections.sort(names);
    return names;
  }
}
