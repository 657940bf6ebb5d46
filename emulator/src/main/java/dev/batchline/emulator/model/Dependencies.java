package dev.batchline.emulator.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which tasks of a job wait for which others.
 *
 * <p>Equal ranges are counted once, however many tasks depend on them, and what a finished task
 * releases is found without looking at tasks that don't wait for it. An integer of a range is
 * satisfied by the first id with that value: 4, 04 and 004 are one.
 */
final class Dependencies {

  private final Set<String> satisfied = new HashSet<>();
  private final NavigableSet<Integer> satisfiedNumbers = new TreeSet<>();
  private final Map<String, Set<String>> waitingForTask = new HashMap<>();
  private final Map<DependsOn.Range, WaitingRange> waitingForRange = new HashMap<>();
  private final Map<String, Integer> missing = new HashMap<>();

  private static final class WaitingRange {
    long missing;
    final Set<String> waiting = new LinkedHashSet<>();
  }

  Set<String> satisfied() {
    return Collections.unmodifiableSet(satisfied);
  }

  /** Notes what a task waits for; returns whether there is anything. */
  boolean waits(String taskKey, DependsOn dependsOn) {
    int count = 0;
    for (String other : new LinkedHashSet<>(dependsOn.taskKeys())) {
      if (!satisfied.contains(other)) {
        waitingForTask.computeIfAbsent(other, key -> new LinkedHashSet<>()).add(taskKey);
        count++;
      }
    }
    for (DependsOn.Range range : new LinkedHashSet<>(dependsOn.ranges())) {
      WaitingRange waiting = waitingForRange.computeIfAbsent(range, this::counted);
      if (waiting.missing > 0) {
        waiting.waiting.add(taskKey);
        count++;
      } else {
        waitingForRange.remove(range);
      }
    }
    if (count > 0) {
      missing.put(taskKey, count);
    }
    return count > 0;
  }

  /** Whether a task still waits for others. */
  boolean waiting(String taskKey) {
    return missing.containsKey(taskKey);
  }

  /** A task is gone: it waits for nothing any more. */
  void forget(String taskKey, DependsOn dependsOn) {
    missing.remove(taskKey);
    for (String other : dependsOn.taskKeys()) {
      Set<String> waiting = waitingForTask.get(other);
      if (waiting != null) {
        waiting.remove(taskKey);
      }
    }
    for (DependsOn.Range range : dependsOn.ranges()) {
      WaitingRange waiting = waitingForRange.get(range);
      if (waiting != null) {
        waiting.waiting.remove(taskKey);
      }
    }
  }

  /** A task is done, as far as those that depend on it care; returns those that may run now. */
  List<String> satisfy(String taskKey) {
    if (!satisfied.add(taskKey)) {
      return List.of();
    }
    List<String> released = new ArrayList<>();
    Set<String> waiting = waitingForTask.remove(taskKey);
    if (waiting != null) {
      waiting.forEach(one -> release(one, released));
    }
    if (!taskKey.isEmpty() && taskKey.chars().allMatch(c -> c >= '0' && c <= '9')) {
      number(taskKey, released);
    }
    return released;
  }

  private void number(String digits, List<String> released) {
    int number;
    try {
      number = Integer.parseInt(digits);
    } catch (NumberFormatException tooLargeForAnyRange) {
      return;
    }
    if (!satisfiedNumbers.add(number)) {
      return;
    }
    waitingForRange
        .entrySet()
        .removeIf(
            entry -> {
              DependsOn.Range range = entry.getKey();
              if (number < range.start() || number > range.end()) {
                return false;
              }
              WaitingRange waiting = entry.getValue();
              waiting.missing--;
              if (waiting.missing > 0) {
                return false;
              }
              waiting.waiting.forEach(one -> release(one, released));
              return true;
            });
  }

  private void release(String taskKey, List<String> released) {
    Integer left = missing.computeIfPresent(taskKey, (key, count) -> count > 1 ? count - 1 : null);
    if (left == null) {
      released.add(taskKey);
    }
  }

  private WaitingRange counted(DependsOn.Range range) {
    WaitingRange waiting = new WaitingRange();
    long size = (long) range.end() - range.start() + 1;
    waiting.missing = size - satisfiedNumbers.subSet(range.start(), true, range.end(), true).size();
    return waiting;
  }
}
