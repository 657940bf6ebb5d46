package dev.batchline.spec;

import dev.batchline.spec.SourceNode.Scalar;
import dev.batchline.spec.SourceNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code tasks}: every group, and what they are to each other. */
final class TasksReader {

  private final Reading reading;
  private final Problems problems;
  private List<GroupDraft> drafts = List.of();

  TasksReader(Reading reading) {
    this.reading = reading;
    this.problems = reading.problems();
  }

  /** The groups in an order in which each follows those it comes after. */
  List<TaskGroup> read(Sequence section) {
    if (section.items().isEmpty()) {
      problems.add(section.at(), "\"tasks\" is empty", "Name at least one group of tasks.");
    }
    drafts = new ArrayList<>();
    for (SourceNode item : section.items()) {
      new GroupReader(reading).read(item).ifPresent(drafts::add);
    }
    checkNames();
    List<GroupDraft> sorted = new GroupOrder(drafts, problems).sorted();
    checkTotal(section);
    return sorted.stream().map(GroupDraft::group).flatMap(Optional::stream).toList();
  }

  /** How many tasks can start at once: those of the groups that come after no other. */
  int initialTasks() {
    long tasks =
        drafts.stream()
            .filter(draft -> draft.follows().isEmpty())
            .flatMap(draft -> draft.group().stream())
            .mapToLong(TaskGroup::size)
            .sum();
    return (int) Math.min(tasks, ForEachReader.MOST_TASKS);
  }

  /** The most slots that a task of any group takes. */
  int slotsPerTask() {
    return drafts.stream()
        .flatMap(draft -> draft.group().stream())
        .mapToInt(TaskGroup::slots)
        .max()
        .orElse(1);
  }

  /** Adds a problem for each task that would wait for ever for a node with enough slots. */
  void checkSlots(int slotsPerNode) {
    for (GroupDraft draft : drafts) {
      int slots = draft.group().map(TaskGroup::slots).orElse(1);
      if (slots > slotsPerNode && draft.slotsAt().isPresent()) {
        problems.add(
            draft.slotsAt().get(),
            "a task takes %d slots, but a node of the pool has %d".formatted(slots, slotsPerNode),
            "Take fewer slots, or raise the pool's taskSlotsPerNode.");
      }
    }
  }

  /** Names of the groups, right or wrong as they may be. */
  List<String> names() {
    return drafts.stream().flatMap(draft -> draft.name().stream()).map(Scalar::text).toList();
  }

  private void checkTotal(Sequence section) {
    long total =
        drafts.stream().flatMap(draft -> draft.group().stream()).mapToLong(TaskGroup::size).sum();
    if (total > ForEachReader.MOST_TASKS) {
      problems.add(
          section.at(),
          "the job has %,d tasks; at most %,d are possible"
              .formatted(total, ForEachReader.MOST_TASKS),
          "Let each task do more.");
    }
  }

  /** Ids of tasks and attempts are made of a group's name and numbers, and must differ. */
  private void checkNames() {
    for (int i = 0; i < drafts.size(); i++) {
      for (int j = 0; j < drafts.size(); j++) {
        Optional<Scalar> name = drafts.get(i).name();
        Optional<Scalar> other = drafts.get(j).name();
        boolean comparable = i != j && name.isPresent() && other.isPresent();
        if (comparable && refuseLikeness(name.get(), other.get(), j < i)) {
          break;
        }
      }
    }
  }

  private boolean refuseLikeness(Scalar name, Scalar other, boolean isLater) {
    boolean same = name.text().equalsIgnoreCase(other.text());
    if (same && isLater) {
      problems.add(
          name.at(),
          "two task groups have the name \"%s\", the first in line %d"
              .formatted(name.text(), other.at().line()),
          "Batch takes upper and lower case for the same; rename one of them.");
      return true;
    }
    if (!same && isNumbered(name.text(), other.text())) {
      problems.add(
          name.at(),
          "\"%s\" could be taken for a task of group \"%s\"".formatted(name.text(), other.text()),
          "Choose a name that doesn't go on with a number.");
      return true;
    }
    return false;
  }

  private static boolean isNumbered(String name, String other) {
    return name.regionMatches(true, 0, other, 0, other.length())
        && name.substring(Math.min(other.length(), name.length())).matches("(-[0-9]+)+");
  }
}
