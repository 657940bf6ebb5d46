package dev.batchline.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads job files. */
public final class JobFile {

  private static final long LARGEST = 3L << 20;

  private JobFile() {}

  /**
   * Reads a job file, its pool template and what its globs match; nothing is created.
   *
   * @param file as the person named it; messages name it so
   * @param sets values of parameters from {@code --set}, by name
   * @param templateDirectories where a pool template that is only a name is looked for, in order
   * @throws JobFileException with all mistakes there are
   */
  public static RunSpec read(Path file, Map<String, String> sets, List<Path> templateDirectories) {
    return read(file, sets, new Places(templateDirectories, Optional.empty()));
  }

  /**
   * Where to look for what a job file names.
   *
   * @param templates where a pool template that is only a name is looked for, in order
   * @param app absolute; what paths under {@code app} are relative to instead of the job file's own
   *     directory, such as an artifact of an earlier build
   */
  public record Places(List<Path> templates, Optional<Path> app) {
    public Places {
      templates = List.copyOf(templates);
    }
  }

  /** {@link #read(Path, Map, List)} with files from elsewhere. */
  public static RunSpec read(Path file, Map<String, String> sets, Places places) {
    return read(file, file.toString(), sets, places);
  }

  /**
   * Reads a copy of a job file.
   *
   * @param named what messages call it
   */
  public static RunSpec read(Path file, String named, Map<String, String> sets, Places places) {
    Problems problems = new Problems(named);
    Optional<RunSpec> spec =
        SourceText.read(file, LARGEST, problems)
            .flatMap(text -> YamlSource.parse(text, problems))
            .flatMap(document -> new JobReader(file, problems, sets, places).read(document));
    problems.throwIfAny();
    return spec.orElseThrow(() -> new IllegalStateException("no job and no problem: " + file));
  }

  /** The JSON schema of job files, for editors. */
  public static String schema() {
    try (InputStream in = JobFile.class.getResourceAsStream("job.schema.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("could not read the schema of job files", e);
    }
  }
}
