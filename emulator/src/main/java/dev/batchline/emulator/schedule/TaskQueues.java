package dev.batchline.emulator.schedule;

import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.Task;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The tasks of a job that can run, of all sizes, in the order they were added. */
final class TaskQueues {

  private final NavigableMap<Integer, Iterator<Task>> rest = new TreeMap<>();
  private final NavigableMap<Integer, Task> heads = new TreeMap<>();

  TaskQueues(AccountJob job) {
    job.tasks()
        .ready()
        .forEach(
            (size, tasks) -> {
              rest.put(size, tasks.values().iterator());
              advance(size);
            });
  }

  /** The first that needs at most so many slots. */
  Optional<Task> next(int slots) {
    Optional<Task> first =
        heads.headMap(slots, true).values().stream().min(Comparator.comparingLong(Task::sequence));
    first.ifPresent(task -> advance(task.settings().requiredSlots()));
    return first;
  }

  void skipSize(int size) {
    heads.remove(size);
    rest.remove(size);
  }

  private void advance(int size) {
    Iterator<Task> tasks = rest.get(size);
    if (tasks != null && tasks.hasNext()) {
      heads.put(size, tasks.next());
    } else {
      heads.remove(size);
    }
  }
}
