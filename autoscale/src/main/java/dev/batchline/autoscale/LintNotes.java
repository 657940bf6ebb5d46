package dev.batchline.autoscale;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a linter has to tell, each thing once, in the order of the text. */
final class LintNotes {

  private final Set<Problem> problems =
      new TreeSet<>(Comparator.comparing(Problem::position).thenComparing(Problem::message));

  void warn(Position position, String message, String suggestion) {
    problems.add(new Problem(position, message, suggestion));
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }
}
