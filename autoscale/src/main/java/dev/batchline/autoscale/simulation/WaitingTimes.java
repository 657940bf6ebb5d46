package dev.batchline.autoscale.simulation;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** How long tasks waited for their first start: counts by the second, whatever their number. */
final class WaitingTimes {

  private final TreeMap<Long, Long> countBySecond = new TreeMap<>();
  private long count;
  private double sum;

  void add(long milliseconds) {
    countBySecond.merge(milliseconds / 1000, 1L, Long::sum);
    count++;
    sum += milliseconds / 1000.0;
  }

  Summary.Waiting summary() {
    return new Summary.Waiting(
        Duration.ofMillis(count == 0 ? 0 : Math.round(1000 * sum / count)),
        percentile(0.5),
        percentile(0.95),
        percentile(1));
  }

  private Duration percentile(double part) {
    long rank = (long) Math.ceil(part * count);
    long seen = 0;
    for (Map.Entry<Long, Long> entry : countBySecond.entrySet()) {
      seen += entry.getValue();
      if (seen >= rank) {
        return Duration.ofSeconds(entry.getKey());
      }
    }
    return Duration.ZERO;
  }
}
