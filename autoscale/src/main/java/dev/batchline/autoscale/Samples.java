package dev.batchline.autoscale;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** The histories of a pool's metrics; immutable, a metric without one has an empty history. */
public final class Samples {

  private static final Samples NONE = new Samples(new EnumMap<>(Metric.class));

  private final EnumMap<Metric, SampleHistory> histories;

  private Samples(EnumMap<Metric, SampleHistory> histories) {
    this.histories = histories;
  }

  /** What a pool has at its first evaluation. */
  public static Samples none() {
    return NONE;
  }

  public SampleHistory of(Metric metric) {
    return histories.getOrDefault(metric, SampleHistory.empty());
  }

  public Samples with(Metric metric, SampleHistory history) {
    EnumMap<Metric, SampleHistory> next = new EnumMap<>(histories);
    next.put(metric, history);
    return new Samples(next);
  }

  /** One sample more for each metric given: what a sampler adds every 30 seconds. */
  public Samples with(Instant time, Map<Metric, Double> values) {
    EnumMap<Metric, SampleHistory> next = new EnumMap<>(histories);
    values.forEach((metric, value) -> next.put(metric, of(metric).with(time, value)));
    return new Samples(next);
  }

  /** Without samples older than {@code age} at {@code now}. */
  public Samples retaining(Duration age, Instant now) {
    EnumMap<Metric, SampleHistory> next = new EnumMap<>(histories);
    next.replaceAll((metric, history) -> history.retaining(age, now));
    return new Samples(next);
  }
}
