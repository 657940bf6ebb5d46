package dev.batchline.spec;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The product of some dimensions, the last of which turns fastest; without any it is one task.
 *
 * <p>What belongs to a task is arithmetic on its index; nothing is kept for each task.
 */
public record ForEach(List<Dimension> dimensions) {

  /** One task that has no variables. */
  public static final ForEach ONCE = new ForEach(List.of());

  public ForEach {
    dimensions = List.copyOf(dimensions);
  }

  /** How many combinations there are. */
  public long size() {
    long size = 1;
    for (Dimension dimension : dimensions) {
      size = Math.multiplyExact(size, (long) dimension.size());
    }
    return size;
  }

  /** The names of all variables. */
  public List<String> names() {
    return dimensions.stream().flatMap(dimension -> dimension.names().stream()).toList();
  }

  /** The values of the variables in the combination with this index, from 0. */
  public UnaryOperator<String> valuesAt(int index) {
    return name -> {
      int rest = index;
      for (int i = dimensions.size() - 1; i >= 0; i--) {
        Dimension dimension = dimensions.get(i);
        if (dimension.names().contains(name)) {
          return dimension.value(rest % dimension.size(), name);
        }
        rest /= dimension.size();
      }
      throw new IllegalArgumentException("no variable " + name);
    };
  }

  /** The files of which each task works on one. */
  public List<ProjectFile> files() {
    return dimensions.stream()
        .filter(Dimension.FileList.class::isInstance)
        .flatMap(dimension -> ((Dimension.FileList) dimension).files().stream())
        .toList();
  }

  /** The file that the task with this index works on, if it works on one. */
  public Optional<ProjectFile> fileAt(int index) {
    int rest = index;
    for (int i = dimensions.size() - 1; i >= 0; i--) {
      Dimension dimension = dimensions.get(i);
      Optional<ProjectFile> file = dimension.file(rest % dimension.size());
      if (file.isPresent()) {
        return file;
      }
      rest /= dimension.size();
    }
    return Optional.empty();
  }
}
