package dev.batchline.emulator.schedule;

import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.Task;
import dev.batchline.emulator.model.TaskShape;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The tasks of a job that can run, of all shapes, in the order they were added. */
final class TaskQueues {

  private final NavigableMap<TaskShape, Iterator<Task>> rest = new TreeMap<>();
  private final NavigableMap<TaskShape, Task> heads = new TreeMap<>();

  TaskQueues(AccountJob job) {
    job.tasks()
        .ready()
        .forEach(
            (shape, tasks) -> {
              rest.put(shape, tasks.values().iterator());
              advance(shape);
            });
  }

  /** The first that needs at most so many slots. */
  Optional<Task> next(int slots) {
    Optional<Task> first =
        heads.headMap(TaskShape.last(slots), true).values().stream()
            .min(Comparator.comparingLong(Task::sequence));
    first.ifPresent(task -> advance(task.settings().shape()));
    return first;
  }

  /** Such tasks fit nowhere now. */
  void skip(TaskShape shape) {
    heads.remove(shape);
    rest.remove(shape);
  }

  private void advance(TaskShape shape) {
    Iterator<Task> tasks = rest.get(shape);
    if (tasks != null && tasks.hasNext()) {
      heads.put(shape, tasks.next());
    } else {
      heads.remove(shape);
    }
  }
}
