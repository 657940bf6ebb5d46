package dev.batchline.emulator.model;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How long a pool's nodes that are gone were there, by the hour of the clock. */
public final class NodeTime {

  private final NavigableMap<Instant, Duration> byHour = new TreeMap<>();

  /** Counts a node that was there from one time to another. */
  public void add(Instant from, Instant to) {
    Instant start = from;
    while (start.isBefore(to)) {
      Instant hour = start.truncatedTo(ChronoUnit.HOURS);
      Instant next = hour.plus(1, ChronoUnit.HOURS);
      Instant end = next.isBefore(to) ? next : to;
      byHour.merge(hour, Duration.between(start, end), Duration::plus);
      start = end;
    }
  }

  /** Node time by the beginning of each hour in which there was any. */
  public NavigableMap<Instant, Duration> byHour() {
    return Collections.unmodifiableNavigableMap(byHour);
  }

  /** Counts what was counted elsewhere. */
  public void addAll(Map<Instant, Duration> others) {
    others.forEach((hour, spent) -> byHour.merge(hour, spent, Duration::plus));
  }

  public NodeTime copy() {
    NodeTime copy = new NodeTime();
    copy.byHour.putAll(byHour);
    return copy;
  }
}
