package dev.batchline.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects mistakes; those of one file come together, in the order of its lines. */
final class Problems {

  private final String file;
  private final List<Problem> all;

  /** Every file whose text was read on the way. */
  private final Set<Path> texts;

  /**
   * @param file as the person named it
   */
  Problems(String file) {
    this(file, new ArrayList<>(), new LinkedHashSet<>());
  }

  private Problems(String file, List<Problem> all, Set<Path> texts) {
    this.file = file;
    this.all = all;
    this.texts = texts;
  }

  /** Collects into the same list, for another file. */
  Problems in(String other) {
    return new Problems(other, all, texts);
  }

  void hasRead(Path text) {
    texts.add(text.toAbsolutePath().normalize());
  }

  /** Every file whose text was read, absolute, in that order. */
  List<Path> texts() {
    return List.copyOf(texts);
  }

  String file() {
    return file;
  }

  void add(Position at, String message, String suggestion) {
    all.add(new Problem(file, at.line(), at.column(), message, suggestion));
  }

  /** A mistake of the file as a whole. */
  void add(String message, String suggestion) {
    all.add(new Problem(file, 0, 0, message, suggestion));
  }

  int count() {
    return all.size();
  }

  /** Whether this very file has a mistake. */
  boolean any() {
    return all.stream().anyMatch(problem -> problem.file().equals(file));
  }

  void throwIfAny() {
    if (all.isEmpty()) {
      return;
    }
    List<String> files = all.stream().map(Problem::file).distinct().toList();
    throw new JobFileException(
        all.stream()
            .distinct()
            .sorted(
                Comparator.comparingInt((Problem problem) -> files.indexOf(problem.file()))
                    .thenComparingInt(Problem::line)
                    .thenComparingInt(Problem::column))
            .toList());
  }
}
