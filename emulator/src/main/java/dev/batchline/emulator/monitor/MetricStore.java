package dev.batchline.emulator.monitor;

import dev.batchline.emulator.model.AccountEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was sampled and what happened, as far back as there is room: the oldest goes first.
 *
 * <p>Any thread may call. Events are counted by second, so that a million tasks don't take a
 * million entries.
 */
final class MetricStore {

  private static final int MOST_SAMPLES = 20_000;
  private static final int MOST_COUNTS = 100_000;

  /** The account at one moment. */
  record Sample(Instant at, Map<Gauge, Double> values) {}

  /** Events of one kind in one second; ids are empty where the event has none. */
  record EventKey(Instant second, AccountEvent.Kind kind, String poolId, String jobId) {}

  record EventCount(EventKey key, long count) {}

  private final Instant start;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private final LinkedHashMap<EventKey, Long> counts = new LinkedHashMap<>();

  /**
   * @param start since when events are counted
   */
  MetricStore(Instant start) {
    this.start = start;
  }

  Instant start() {
    return start;
  }

  synchronized void add(Instant at, Map<Gauge, Double> values) {
    if (samples.size() == MOST_SAMPLES) {
      samples.removeFirst();
    }
    samples.addLast(new Sample(at, new EnumMap<>(values)));
  }

  synchronized void add(AccountEvent event) {
    EventKey key =
        new EventKey(
            event.at().truncatedTo(ChronoUnit.SECONDS),
            event.kind(),
            event.poolId().orElse(""),
            event.jobId().orElse(""));
    counts.merge(key, 1L, Long::sum);
    if (counts.size() > MOST_COUNTS) {
      counts.remove(counts.keySet().iterator().next());
    }
  }

  /** Samples from {@code start} until before {@code end}, oldest first. */
  synchronized List<Sample> samples(Instant from, Instant until) {
    return samples.stream()
        .filter(sample -> !sample.at().isBefore(from) && sample.at().isBefore(until))
        .toList();
  }

  synchronized List<EventCount> counts(AccountEvent.Kind kind, Instant from, Instant until) {
    List<EventCount> found = new ArrayList<>();
    counts.forEach(
        (key, count) -> {
          boolean inside = !key.second().isBefore(from) && key.second().isBefore(until);
          if (inside && key.kind() == kind) {
            found.add(new EventCount(key, count));
          }
        });
    return found;
  }
}
