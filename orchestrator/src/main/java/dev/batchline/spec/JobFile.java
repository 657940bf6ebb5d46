package dev.batchline.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads job files. */
public final class JobFile {

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
    if (!java.nio.file.Files.exists(file)) {
      throw new JobFileException(List.of());
    }
    throw new UnsupportedOperationException("not yet");
  }
}
