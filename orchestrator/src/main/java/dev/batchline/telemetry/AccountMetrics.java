package dev.batchline.telemetry;

import com.azure.core.util.Context;
import com.azure.monitor.query.MetricsQueryClient;
import com.azure.monitor.query.MetricsQueryClientBuilder;
import com.azure.monitor.query.models.AggregationType;
import com.azure.monitor.query.models.MetricResult;
import com.azure.monitor.query.models.MetricValue;
import com.azure.monitor.query.models.MetricsQueryOptions;
import com.azure.monitor.query.models.MetricsQueryResult;
import com.azure.monitor.query.models.QueryTimeInterval;
import com.azure.monitor.query.models.TimeSeriesElement;
import dev.batchline.telemetry.Telemetry.Point;
import dev.batchline.telemetry.Telemetry.Series;
import dev.batchline.telemetry.Telemetry.Summary;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads Azure Monitor's metrics of a Batch account.
 *
 * <p>Counts of nodes and cores are gauges of the whole account, by average and maximum: a total
 * would add samples up. Events are of this run's job, by total. Azure Monitor reports the last
 * three minutes incompletely, and a missing value is no zero.
 */
final class AccountMetrics {

  static final String SOURCE = "Azure Monitor metrics";

  private static final String NAMESPACE = "Microsoft.Batch/batchAccounts";
  private static final List<String> GAUGES =
      List.of(
          "TotalNodeCount",
          "TotalLowPriorityNodeCount",
          "RunningNodeCount",
          "IdleNodeCount",
          "StartingNodeCount",
          "PreemptedNodeCount",
          "UnusableNodeCount",
          "StartTaskFailedNodeCount",
          "CoreCount",
          "LowPriorityCoreCount");
  private static final List<String> EVENTS =
      List.of(
          "TaskStartEvent",
          "TaskCompleteEvent",
          "TaskFailEvent",
          "TaskRequeueEvent",
          "TaskScheduleFailEvent");
  private static final List<Duration> GRANULARITIES =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1));
  private static final int MOST_POINTS = 600;

  private record Reading(
      AggregationType aggregation, Function<MetricValue, @Nullable Double> value) {}

  private static final Reading AVERAGE =
      new Reading(AggregationType.AVERAGE, MetricValue::getAverage);
  private static final Reading MAXIMUM =
      new Reading(AggregationType.MAXIMUM, MetricValue::getMaximum);
  private static final Reading TOTAL = new Reading(AggregationType.TOTAL, MetricValue::getTotal);

  private final MetricsQueryClient client;
  private final String resource;

  AccountMetrics(MonitorSettings settings, String resource) {
    MetricsQueryClientBuilder builder = new MetricsQueryClientBuilder();
    settings.metricsEndpoint().ifPresent(endpoint -> builder.endpoint(endpoint.toString()));
    settings.credentialFor(settings.metricsEndpoint()).ifPresent(builder::credential);
    this.client = builder.buildClient();
    // With a slash in front the client asks for "//subscriptions/…".
    this.resource = resource.startsWith("/") ? resource.substring(1) : resource;
  }

  /**
   * @param jobs the run's, for their events
   * @throws RuntimeException of the SDK when Azure Monitor refuses or can't be reached
   */
  Parts read(List<String> jobs, Instant from, Instant to) {
    Parts parts = new Parts();
    List<String> silent = new ArrayList<>();
    for (MetricResult metric : query(GAUGES, Optional.empty(), from, to, AVERAGE, MAXIMUM)) {
      Optional<Series> average = series(metric, "the account", AVERAGE);
      Optional<Series> maximum = series(metric, "the account", MAXIMUM);
      average.ifPresent(parts::add);
      maximum.ifPresent(parts::add);
      summary(average, maximum.or(() -> average))
          .ifPresentOrElse(parts::add, () -> silent.add(metric.getMetricName()));
    }
    for (String job : jobs) {
      Optional<String> ofJob = Optional.of("jobId eq '" + job + "'");
      for (MetricResult metric : query(EVENTS, ofJob, from, to, TOTAL)) {
        Optional<Series> total = series(metric, "job " + job, TOTAL);
        total.ifPresent(parts::add);
        summary(total, total).ifPresentOrElse(parts::add, () -> silent.add(metric.getMetricName()));
      }
    }
    if (!silent.isEmpty()) {
      parts.notice(
          SOURCE
              + ": no data (yet) for "
              + String.join(", ", silent)
              + "; the last three minutes come late");
    }
    return parts;
  }

  private List<MetricResult> query(
      List<String> names, Optional<String> filter, Instant from, Instant to, Reading... readings) {
    MetricsQueryOptions options =
        new MetricsQueryOptions()
            .setMetricNamespace(NAMESPACE)
            .setGranularity(granularity(from, to))
            .setTimeInterval(
                new QueryTimeInterval(from.atOffset(ZoneOffset.UTC), to.atOffset(ZoneOffset.UTC)))
            .setAggregations(List.of(readings).stream().map(Reading::aggregation).toList());
    filter.ifPresent(options::setFilter);
    MetricsQueryResult result =
        client.queryResourceWithResponse(resource, names, options, Context.NONE).getValue();
    return result.getMetrics();
  }

  private static Duration granularity(Instant from, Instant to) {
    Duration wanted = Duration.between(from, to).dividedBy(MOST_POINTS);
    return GRANULARITIES.stream()
        .filter(granularity -> granularity.compareTo(wanted) >= 0)
        .findFirst()
        .orElse(Duration.ofHours(1));
  }

  private static Optional<Series> series(MetricResult metric, String subject, Reading reading) {
    List<Point> points = new ArrayList<>();
    for (TimeSeriesElement element : metric.getTimeSeries()) {
      for (MetricValue value : element.getValues()) {
        Double number = reading.value().apply(value);
        if (number != null) {
          points.add(new Point(value.getTimeStamp().toInstant(), number));
        }
      }
    }
    return points.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Series(
                SOURCE,
                subject,
                metric.getMetricName(),
                "count",
                reading.aggregation().toString(),
                points));
  }

  private static Optional<Summary> summary(Optional<Series> values, Optional<Series> maxima) {
    if (values.isEmpty() || maxima.isEmpty()) {
      return Optional.empty();
    }
    Series series = values.get();
    return Optional.of(
        new Summary(
            SOURCE,
            series.subject(),
            series.metric(),
            series.unit(),
            series.points().stream().mapToDouble(Point::value).average().orElseThrow(),
            maxima.get().points().stream().mapToDouble(Point::value).max().orElseThrow(),
            series.points().size()));
  }
}
