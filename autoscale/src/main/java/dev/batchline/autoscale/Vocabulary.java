package dev.batchline.autoscale;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToIntFunction;

/** The names that the language itself gives a meaning, besides functions and metrics. */
final class Vocabulary {

  static final String TARGET_DEDICATED = "$TargetDedicatedNodes";
  static final String TARGET_LOW_PRIORITY = "$TargetLowPriorityNodes";
  static final String DEALLOCATION_OPTION = "$NodeDeallocationOption";

  /** Short names of the targets. */
  static final Map<String, String> ALIASES =
      Map.of(
          "$TargetDedicated", TARGET_DEDICATED,
          "$TargetLowPriority", TARGET_LOW_PRIORITY);

  /** A short name that no current page lists, and what it stands for. */
  static final String LEGACY_CURRENT_DEDICATED = "$CurrentDedicated";

  static final String CURRENT_DEDICATED = "$CurrentDedicatedNodes";

  /** Read-only numbers of the pool. */
  static final Map<String, ToIntFunction<PoolSize>> POOL_NUMBERS =
      Map.of(
          CURRENT_DEDICATED,
          PoolSize::currentDedicatedNodes,
          LEGACY_CURRENT_DEDICATED,
          PoolSize::currentDedicatedNodes,
          "$CurrentLowPriorityNodes",
          PoolSize::currentLowPriorityNodes,
          "$TaskSlotsPerNode",
          PoolSize::taskSlotsPerNode);

  static final Map<String, Duration> INTERVALS =
      Map.of(
          "TimeInterval_Zero", Duration.ZERO,
          "TimeInterval_100ns", Duration.ofNanos(100),
          "TimeInterval_Microsecond", Duration.ofNanos(1_000),
          "TimeInterval_Millisecond", Duration.ofMillis(1),
          "TimeInterval_Second", Duration.ofSeconds(1),
          "TimeInterval_Minute", Duration.ofMinutes(1),
          "TimeInterval_Hour", Duration.ofHours(1),
          "TimeInterval_Day", Duration.ofDays(1),
          "TimeInterval_Week", Duration.ofDays(7),
          "TimeInterval_Year", Duration.ofDays(365));

  /** Members of a timestamp; {@code weekday} gives 7 for Sunday. */
  static final Map<String, ToIntFunction<OffsetDateTime>> TIME_MEMBERS =
      Map.of(
          "year", OffsetDateTime::getYear,
          "month", OffsetDateTime::getMonthValue,
          "day", OffsetDateTime::getDayOfMonth,
          "weekday", time -> time.getDayOfWeek().getValue(),
          "hour", OffsetDateTime::getHour,
          "minute", OffsetDateTime::getMinute,
          "second", OffsetDateTime::getSecond);

  private Vocabulary() {}

  static boolean isTarget(String name) {
    return name.equals(TARGET_DEDICATED)
        || name.equals(TARGET_LOW_PRIORITY)
        || ALIASES.containsKey(name);
  }

  /** Whether a formula can read the name and not assign it. */
  static boolean isReadOnly(String name) {
    return POOL_NUMBERS.containsKey(name)
        || INTERVALS.containsKey(name)
        || Metric.of(name).isPresent()
        || NodeDeallocationOption.of(name).isPresent();
  }

  /** All the names above and those given: what a misspelt variable can have been meant to be. */
  static Collection<String> variables(Collection<String> assigned) {
    Collection<String> names = new TreeSet<>(assigned);
    names.add(TARGET_DEDICATED);
    names.add(TARGET_LOW_PRIORITY);
    names.add(DEALLOCATION_OPTION);
    names.addAll(POOL_NUMBERS.keySet());
    names.remove(LEGACY_CURRENT_DEDICATED);
    names.addAll(INTERVALS.keySet());
    Arrays.stream(Metric.values()).map(Metric::variable).forEach(names::add);
    Arrays.stream(NodeDeallocationOption.values())
        .map(NodeDeallocationOption::word)
        .forEach(names::add);
    return names;
  }
}
