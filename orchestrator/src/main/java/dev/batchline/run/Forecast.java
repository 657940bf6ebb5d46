package dev.batchline.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Works out how long a run still takes, from how long its tasks took so far and how many run at a
 * time; nodes that boot count from when they are ready.
 *
 * <p>Groups take slots in the order of the plan, each from when those it comes after are done. The
 * last tasks of a group leave slots empty, for half the longest one on average. Retries, and what a
 * formula will ask for, are not foreseen: it is asked again with every look.
 */
final class Forecast {

  private Forecast() {}

  /**
   * How long a run still takes.
   *
   * @param atLeast whether nothing is known of some groups, which then count nothing
   */
  record Estimate(Duration left, boolean atLeast) {}

  /**
   * @param groups in the order of the plan
   * @param supply of slots for tasks
   * @return empty when nothing is known, or nothing can run
   */
  static Optional<Estimate> of(List<GroupWork> groups, Supply supply) {
    if (supply.slots() <= 0
        || groups.stream().noneMatch(group -> group.isKnown() && group.left() > 0)) {
      return Optional.empty();
    }
    Map<String, Double> ends = new HashMap<>();
    double backlog = 0;
    double end = 0;
    boolean atLeast = false;
    for (GroupWork group : groups) {
      double ready =
          group.after().stream().mapToDouble(name -> ends.getOrDefault(name, 0.0)).max().orElse(0);
      if (group.left() == 0) {
        ends.put(group.name(), ready);
        continue;
      }
      atLeast |= !group.isKnown();
      double begin = Math.max(ready, backlog);
      double done = done(group, supply, begin);
      backlog = supply.done(begin, group.workMillis());
      ends.put(group.name(), done);
      end = Math.max(end, done);
    }
    return Optional.of(new Estimate(Duration.ofMillis(Math.round(end)), atLeast));
  }

  private static double done(GroupWork group, Supply supply, double begin) {
    double longest = group.longest().toMillis();
    if (group.waiting() == 0 && group.left() <= supply.slots()) {
      return begin + longest / 2;
    }
    double one = supply.done(begin, group.workMillis()) + longest / 2;
    if (group.left() > supply.slots()) {
      return one;
    }
    // All at once when there is a slot for each; or, sooner than that, a few after each other.
    double together = supply.enoughAt(begin, group.left()) + longest;
    return Math.min(together, Math.max(one, supply.enoughAt(begin, 1) + longest));
  }

  /**
   * How many times the slots there are would be enough to be done in time.
   *
   * @return empty when no number is
   */
  static Optional<Double> factorFor(List<GroupWork> groups, Supply supply, Duration allowed) {
    double most = Math.max(1, groups.stream().mapToInt(GroupWork::left).sum() / supply.slots() + 1);
    if (!isInTime(groups, supply.times(most), allowed)) {
      return Optional.empty();
    }
    double low = 1;
    double high = most;
    while (high - low > 0.01 * low) {
      double middle = (low + high) / 2;
      if (isInTime(groups, supply.times(middle), allowed)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return Optional.of(high);
  }

  private static boolean isInTime(List<GroupWork> groups, Supply supply, Duration allowed) {
    return of(groups, supply).filter(e -> e.left().compareTo(allowed) <= 0).isPresent();
  }
}
