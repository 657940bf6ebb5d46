package dev.batchline.emulator.monitor;

import dev.batchline.emulator.model.AccountEvent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A platform metric of a Batch account, under Azure's own name.
 *
 * <p>Not kept: {@code ApiCount} and {@code ApiDuration}, the names of whose dimensions' values are
 * not documented.
 *
 * @param gauge that it is the course of, or empty
 * @param event that it counts, or empty
 */
record Metric(String name, Optional<Gauge> gauge, Optional<AccountEvent.Kind> event) {

  /** Every metric by its name in lower case; Azure's names of metrics know no case. */
  private static final Map<String, Metric> ALL = all();

  static List<Metric> list() {
    return List.copyOf(ALL.values());
  }

  static Optional<Metric> named(String name) {
    return Optional.ofNullable(ALL.get(name.toLowerCase(Locale.ROOT)));
  }

  String category() {
    boolean nodes = event.map(kind -> kind.subject() == AccountEvent.Subject.POOL).orElse(true);
    return nodes ? "Resource Allocation" : "Scheduling";
  }

  List<String> dimensions() {
    return event
        .map(
            kind ->
                switch (kind.subject()) {
                  case POOL -> List.of("poolId");
                  case JOB -> List.of("jobId");
                  case TASK -> List.of("poolId", "jobId");
                })
        .orElse(List.of());
  }

  /** The name in words: {@code TaskFailEvent} is "Task Fail Events". */
  String title() {
    String words = name.replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    return event.isPresent() ? words + "s" : words;
  }

  private static Map<String, Metric> all() {
    Map<String, Metric> metrics = new LinkedHashMap<>();
    Arrays.stream(Gauge.values())
        .map(gauge -> new Metric(gauge.metric(), Optional.of(gauge), Optional.empty()))
        .forEach(metric -> metrics.put(metric.name().toLowerCase(Locale.ROOT), metric));
    Arrays.stream(AccountEvent.Kind.values())
        .map(kind -> new Metric(kind.eventName(), Optional.empty(), Optional.of(kind)))
        .forEach(metric -> metrics.put(metric.name().toLowerCase(Locale.ROOT), metric));
    return metrics;
  }
}
