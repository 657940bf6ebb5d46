package dev.batchline.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A directory with files that jobs need, and the shipped pool templates beside it. */
public record JobDirectory(Path path) {

  private static final String HEAD = "name: job\npool: { template: cpu-autoscale }\n";

  /** Files that a build would have left. */
  public static JobDirectory in(Path path) {
    JobDirectory directory = new JobDirectory(path);
    directory.write("build/app.jar", "app");
    directory.write("data/a.csv", "a");
    directory.write("data/b.csv", "bb");
    directory.write("data/deep/c.csv", "ccc");
    directory.write("trades.csv", "id,desk\nt1,rates\n\"t,2\",credit\n");
    return directory;
  }

  public static Path shippedTemplates() {
    return Path.of("..", "pool-templates");
  }

  public Path write(String name, String text) {
    try {
      Path file = path.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public RunSpec read(String job, Map<String, String> sets) {
    return JobFile.read(write("job.yaml", job), sets, List.of(shippedTemplates()));
  }

  public RunSpec read(String job) {
    return read(job, Map.of());
  }

  /** A job with a name, a pool, and these tasks. */
  public RunSpec readTasks(String tasks) {
    return read(HEAD + "tasks:\n" + tasks);
  }

  /** What is wrong with a job, as a person sees it who works in this directory. */
  public List<String> problems(String job, Map<String, String> sets) {
    try {
      read(job, sets);
      return List.of();
    } catch (JobFileException e) {
      return e.problems().stream()
          .map(problem -> problem.toString().replace(path + "/", ""))
          .toList();
    }
  }
}
