package dev.batchline.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one key of {@code forEach} runs through.
 *
 * <p>A value is worked out from its index when it is asked for.
 */
public sealed interface Dimension {

  /** How many values there are, at least 1. */
  int size();

  /** The variables that have a value at each index. */
  List<String> names();

  /** The value of one of {@link #names()} at an index below {@link #size()}. */
  String value(int index, String name);

  /** The file that a task at this index works on, if it works on one. */
  default Optional<ProjectFile> file(int index) {
    return Optional.empty();
  }

  /**
   * Whole numbers at equal distances.
   *
   * @param width to which numbers are filled up with zeros; 0 for none
   */
  record Range(String name, long first, long step, int size, int width) implements Dimension {
    @Override
    public List<String> names() {
      return List.of(name);
    }

    @Override
    public String value(int index, String variable) {
      long number = first + step * index;
      return width == 0
          ? Long.toString(number)
          : String.format(Locale.ROOT, "%0" + width + "d", number);
    }
  }

  /** Values that the job file lists. */
  record Values(String name, List<String> values) implements Dimension {
    public Values {
      values = List.copyOf(values);
    }

    @Override
    public int size() {
      return values.size();
    }

    @Override
    public List<String> names() {
      return List.of(name);
    }

    @Override
    public String value(int index, String variable) {
      return values.get(index);
    }
  }

  /** Files, each staged for the task that works on it. */
  record FileList(List<ProjectFile> files) implements Dimension {
    public FileList {
      files = List.copyOf(files);
    }

    @Override
    public int size() {
      return files.size();
    }

    @Override
    public List<String> names() {
      return List.of("file.path", "file.name", "file.stem");
    }

    @Override
    public String value(int index, String variable) {
      String path = files.get(index).path();
      String name = path.substring(path.lastIndexOf('/') + 1);
      return switch (variable) {
        case "file.path" -> path;
        case "file.name" -> name;
        case "file.stem" -> {
          int dot = name.lastIndexOf('.');
          yield dot > 0 ? name.substring(0, dot) : name;
        }
        default -> throw new IllegalArgumentException(variable);
      };
    }

    @Override
    public Optional<ProjectFile> file(int index) {
      return Optional.of(files.get(index));
    }
  }

  /** Rows of a CSV file; a column is known by its name and by {@code row.} before its name. */
  record Rows(Path source, CsvTable table) implements Dimension {

    private static final String PREFIX = "row.";

    @Override
    public int size() {
      return table.rowCount();
    }

    @Override
    public List<String> names() {
      return table.columns().stream()
          .flatMap(column -> Stream.of(column, PREFIX + column))
          .toList();
    }

    @Override
    public String value(int index, String variable) {
      String column = variable.startsWith(PREFIX) ? variable.substring(PREFIX.length()) : variable;
      return table.value(index, column);
    }
  }
}
