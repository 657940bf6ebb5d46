package dev.batchline.run;

import dev.batchline.plan.PlanHeader;
import dev.batchline.plan.PlannedGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The tasks of each group that are worth beginning first, because they took long in an earlier run:
 * the longest one should not be what everybody waits for at the end.
 *
 * <p>Only those that took more than one and a half times the mean count, at most {@link #MOST} of a
 * group; the others keep the order of the plan, in which they are cheap to name.
 */
final class LongestFirst {

  static final int MOST = 10_000;

  static final LongestFirst NONE = new LongestFirst(Map.of());

  private static final double LONG = 1.5;

  /** Ordinals by the group's name, the longest first. */
  private final Map<String, int[]> first;

  private LongestFirst(Map<String, int[]> first) {
    this.first = first;
  }

  private record Known(int task, Duration took) {}

  static LongestFirst of(PlanHeader plan, TaskDurations earlier) {
    Map<String, int[]> first = new LinkedHashMap<>();
    for (PlannedGroup group : plan.groups()) {
      earlier
          .of(group.name())
          .ifPresent(spread -> first.put(group.name(), longest(group, earlier, spread.mean())));
    }
    return new LongestFirst(first);
  }

  private static int[] longest(PlannedGroup group, TaskDurations earlier, Duration mean) {
    Comparator<Known> byTime =
        Comparator.comparing(Known::took).thenComparing(Known::task, Comparator.reverseOrder());
    PriorityQueue<Known> longest = new PriorityQueue<>(byTime);
    for (int i = 0; i < group.count(); i++) {
      Optional<Duration> took = earlier.of(group, i);
      if (took.isPresent() && took.get().toMillis() > mean.toMillis() * LONG) {
        longest.add(new Known(group.first() + i, took.get()));
        if (longest.size() > MOST) {
          longest.remove();
        }
      }
    }
    List<Known> sorted = new ArrayList<>(longest);
    sorted.sort(byTime.reversed());
    return sorted.stream().mapToInt(Known::task).toArray();
  }

  /** Those of a group that were never submitted, the longest first. */
  List<Tries> waiting(RunState state, PlannedGroup group) {
    List<Tries> tries = new ArrayList<>();
    for (int task : first.getOrDefault(group.name(), new int[0])) {
      if (state.status(task) == TaskStatus.WAITING) {
        tries.add(new Tries(task, task, 1));
      }
    }
    return tries;
  }
}
