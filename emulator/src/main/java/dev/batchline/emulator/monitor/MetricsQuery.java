package dev.batchline.emulator.monitor;

import dev.batchline.emulator.http.Query;
import dev.batchline.emulator.http.odata.FilterException;
import dev.batchline.emulator.http.odata.FilterParser;
import dev.batchline.emulator.http.odata.PropertyKind;
import dev.batchline.emulator.model.Page;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request for metrics asks for.
 *
 * @param aggregations empty for the metrics' own, which is Total
 * @param dimensions that the filter names, and that series are split by
 * @param filter over the dimensions of a series
 * @param top most series per metric
 * @param withPoints false when only the series are wanted, and not their points
 */
record MetricsQuery(
    List<Metric> metrics,
    TimeSpan span,
    Duration interval,
    List<Aggregation> aggregations,
    List<String> dimensions,
    Predicate<Page.Properties> filter,
    int top,
    boolean withPoints) {

  static final String NAMESPACE = "Microsoft.Batch/batchAccounts";

  private static final Duration LAST_HOUR = Duration.ofHours(1);
  private static final int MOST_POINTS = 50_000;
  private static final int DEFAULT_TOP = 10;
  private static final Pattern ANY = Pattern.compile("(\\w+)\\s+eq\\s+'\\*'");
  private static final Pattern NAMED =
      Pattern.compile("(?:(\\w+)\\s+(?:eq|ne)|startswith\\((\\w+))");
  private static final Map<String, String> DIMENSIONS = dimensionsByAnyCase();

  static MetricsQuery parse(Query query, Instant now) {
    checkNamespace(query);
    TimeSpan span =
        query
            .value("timespan")
            .map(text -> TimeSpan.parse(text, now))
            .orElseGet(() -> TimeSpan.last(LAST_HOUR, now));
    Duration interval = interval(query, span);
    String filter = query.value("$filter").orElse("");
    List<Metric> metrics = metrics(query);
    List<String> dimensions = dimensions(filter);
    checkDimensions(metrics, dimensions);
    return new MetricsQuery(
        metrics,
        span,
        interval,
        aggregations(query),
        dimensions,
        predicate(filter),
        top(query),
        !query.value("resultType").orElse("Data").equalsIgnoreCase("Metadata"));
  }

  private static void checkNamespace(Query query) {
    query
        .value("metricnamespace")
        .filter(namespace -> !namespace.equalsIgnoreCase(NAMESPACE))
        .ifPresent(
            namespace -> {
              throw MonitorException.badRequest(
                  "There is no metric namespace " + namespace + " but " + NAMESPACE);
            });
    if (query.value("orderby").isPresent()) {
      throw MonitorException.badRequest("The emulator does not support orderby");
    }
  }

  private static List<Metric> metrics(Query query) {
    String names = query.value("metricnames").orElse("");
    if (names.isBlank()) {
      throw MonitorException.badRequest("metricnames must name at least one metric");
    }
    List<Metric> metrics = new ArrayList<>();
    for (String name : names.split(",", -1)) {
      metrics.add(
          Metric.named(name.strip())
              .orElseThrow(
                  () -> MonitorException.badRequest("The emulator has no metric " + name.strip())));
    }
    return List.copyOf(metrics);
  }

  /** Azure's smallest interval is a minute; ours is a second, for a platform that runs faster. */
  private static Duration interval(Query query, TimeSpan span) {
    String text = query.value("interval").orElse("PT1M");
    Duration whole = Duration.between(span.start(), span.end());
    Duration interval;
    try {
      interval = text.equalsIgnoreCase("FULL") ? whole : Duration.parse(text);
    } catch (DateTimeException e) {
      throw MonitorException.badRequest("No interval: " + text);
    }
    if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
      throw MonitorException.badRequest("The interval must be a second or more: " + text);
    }
    if (whole.dividedBy(interval) > MOST_POINTS) {
      throw MonitorException.badRequest("The time span has too many intervals of " + text);
    }
    return interval;
  }

  private static List<Aggregation> aggregations(Query query) {
    List<Aggregation> aggregations = new ArrayList<>();
    for (String name : query.value("aggregation").orElse("").split(",", -1)) {
      if (!name.isBlank() && !name.strip().equalsIgnoreCase("None")) {
        aggregations.add(
            Aggregation.named(name.strip())
                .orElseThrow(
                    () -> MonitorException.badRequest("There is no aggregation " + name.strip())));
      }
    }
    return List.copyOf(aggregations);
  }

  private static int top(Query query) {
    try {
      return query.value("top").map(Integer::parseInt).orElse(DEFAULT_TOP);
    } catch (NumberFormatException e) {
      throw MonitorException.badRequest("top must be a number");
    }
  }

  private static List<String> dimensions(String filter) {
    List<String> named = new ArrayList<>();
    Matcher matcher = NAMED.matcher(filter);
    while (matcher.find()) {
      String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      String dimension = Optional.ofNullable(DIMENSIONS.get(name)).orElse(name);
      if (!named.contains(dimension)) {
        named.add(dimension);
      }
    }
    return List.copyOf(named);
  }

  private static void checkDimensions(List<Metric> metrics, List<String> dimensions) {
    for (Metric metric : metrics) {
      for (String dimension : dimensions) {
        if (!metric.dimensions().contains(dimension)) {
          throw MonitorException.badRequest(
              "Metric " + metric.name() + " does not have the dimension " + dimension);
        }
      }
    }
  }

  /** {@code poolId eq '*'} means every value, so it is parsed as one that begins with nothing. */
  private static Predicate<Page.Properties> predicate(String filter) {
    if (filter.isBlank()) {
      return series -> true;
    }
    Map<String, PropertyKind> kinds = new LinkedHashMap<>();
    DIMENSIONS.keySet().forEach(name -> kinds.put(name, PropertyKind.TEXT));
    try {
      Predicate<Page.Properties> parsed =
          FilterParser.parse(ANY.matcher(filter).replaceAll("startswith($1,'')"), kinds);
      return series -> parsed.test(name -> series.at(String.valueOf(DIMENSIONS.get(name))));
    } catch (FilterException e) {
      throw MonitorException.badRequest("No $filter: " + e.getMessage());
    }
  }

  /** Clients write the names of dimensions in two ways, and Azure takes both. */
  private static Map<String, String> dimensionsByAnyCase() {
    return Map.of("poolId", "poolId", "poolid", "poolId", "jobId", "jobId", "jobid", "jobId");
  }
}
