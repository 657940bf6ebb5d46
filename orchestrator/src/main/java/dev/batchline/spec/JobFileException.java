package dev.batchline.spec;

import java.util.List;
import java.util.stream.Collectors;

/**
 * All mistakes of a job file, its pool template and its {@code --set} values, found in one go.
 *
 * <p>It is always the user's: exit code 2, and nothing was created.
 */
public final class JobFileException extends RuntimeException {

  private final List<Problem> problems;

  /**
   * @param problems one or more, in the order of the file
   */
  public JobFileException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
