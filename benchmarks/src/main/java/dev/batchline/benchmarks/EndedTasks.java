package dev.batchline.benchmarks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The tasks of one job, each of which ends at the moment it is added, in the order of that. */
final class EndedTasks {

  record Task(String id, Instant ended) {}

  private final List<Task> tasks = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  /** Those that are there already stay as they are. */
  synchronized void add(List<String> added, Instant now) {
    for (String id : added) {
      if (ids.add(id)) {
        tasks.add(new Task(id, now));
      }
    }
  }

  synchronized int count() {
    return tasks.size();
  }

  /** The index of the first that ended at that time or later. */
  synchronized int firstSince(Instant time) {
    int low = 0;
    int high = tasks.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tasks.get(middle).ended().isBefore(time)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** At most so many from an index on. */
  synchronized List<Task> page(int from, int most) {
    return List.copyOf(tasks.subList(from, Math.min(tasks.size(), from + most)));
  }

  synchronized void clear() {
    tasks.clear();
    ids.clear();
  }
}
