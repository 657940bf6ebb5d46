package dev.batchline.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tasks of one job, each of which ends so long after it was added, in the order of that. */
final class EndedTasks {

  record Task(String id, Instant ended) {}

  private final List<Task> tasks = new ArrayList<>();
  private final Map<String, Integer> indexOf = new HashMap<>();
  private final Duration takes;

  EndedTasks(Duration takes) {
    this.takes = takes;
  }

  /** Those that are there already stay as they are. */
  synchronized void add(List<String> added, Instant now) {
    for (String id : added) {
      if (indexOf.putIfAbsent(id, tasks.size()) == null) {
        tasks.add(new Task(id, now.plus(takes)));
      }
    }
  }

  synchronized Optional<Task> find(String id) {
    return Optional.ofNullable(indexOf.get(id)).map(tasks::get);
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

  /** How many have ended. */
  synchronized int ended() {
    return firstSince(Instant.now());
  }

  /** At most so many from an index on that have ended. */
  synchronized List<Task> page(int from, int most) {
    int end = Math.min(ended(), from + most);
    return from >= end ? List.of() : List.copyOf(tasks.subList(from, end));
  }

  synchronized void clear() {
    tasks.clear();
    indexOf.clear();
  }
}
