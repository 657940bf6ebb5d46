package dev.batchline.emulator.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How long the nodes of a pool were there.
 *
 * @param byHour node time by the beginning of each hour in which there was any
 */
public record PoolUsage(String poolId, String vmSize, NavigableMap<Instant, Duration> byHour) {

  public PoolUsage {
    byHour = Collections.unmodifiableNavigableMap(new TreeMap<>(byHour));
  }
}
