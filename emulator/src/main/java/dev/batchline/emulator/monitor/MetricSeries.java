package dev.batchline.emulator.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One metric over time for one combination of its dimensions' values.
 *
 * <p>Intervals begin at multiples of their length. One without samples has no values: a missing
 * sample is not a zero.
 */
final class MetricSeries {

  private final Map<String, String> dimensions;
  private final Instant first;
  private final Duration interval;
  private final List<Aggregate> intervals = new ArrayList<>();

  private MetricSeries(Map<String, String> dimensions, TimeSpan span, Duration interval) {
    this.dimensions = new LinkedHashMap<>(dimensions);
    this.interval = interval;
    long start = span.start().getEpochSecond();
    this.first = Instant.ofEpochSecond(start - Math.floorMod(start, interval.toSeconds()));
    for (Instant at = first; at.isBefore(span.end()); at = at.plus(interval)) {
      intervals.add(new Aggregate());
    }
  }

  Map<String, String> dimensions() {
    return dimensions;
  }

  List<Aggregate> intervals() {
    return intervals;
  }

  Instant startOf(int index) {
    return first.plus(interval.multipliedBy(index));
  }

  double total() {
    return intervals.stream().mapToDouble(point -> point.of(Aggregation.TOTAL)).sum();
  }

  /** The series of a gauge, which has no dimensions. */
  static MetricSeries of(Gauge gauge, MetricStore store, MetricsQuery query) {
    MetricSeries series = new MetricSeries(Map.of(), query.span(), query.interval());
    for (MetricStore.Sample sample : store.samples(series.first, query.span().end())) {
      Optional.ofNullable(sample.values().get(gauge))
          .ifPresent(value -> series.at(sample.at()).add(value, 1));
    }
    return series;
  }

  /** The series of an event, split by the dimensions that the query names. */
  static List<MetricSeries> of(
      dev.batchline.emulator.model.AccountEvent.Kind kind, MetricStore store, MetricsQuery query) {
    Map<Map<String, String>, MetricSeries> series = new LinkedHashMap<>();
    if (query.dimensions().isEmpty()) {
      series.put(Map.of(), new MetricSeries(Map.of(), query.span(), query.interval()));
    }
    Instant from = new MetricSeries(Map.of(), query.span(), query.interval()).first;
    for (MetricStore.EventCount count : store.counts(kind, from, query.span().end())) {
      Map<String, String> all = values(count.key());
      if (query.filter().test(all::get)) {
        Map<String, String> named = new LinkedHashMap<>();
        query.dimensions().forEach(name -> named.put(name, String.valueOf(all.get(name))));
        series
            .computeIfAbsent(named, key -> new MetricSeries(key, query.span(), query.interval()))
            .at(count.key().second())
            .add(1, count.count());
      }
    }
    return List.copyOf(series.values());
  }

  private static Map<String, String> values(MetricStore.EventKey key) {
    return Map.of("poolId", key.poolId(), "jobId", key.jobId());
  }

  private Aggregate at(Instant moment) {
    return intervals.get((int) Duration.between(first, moment).dividedBy(interval));
  }
}
