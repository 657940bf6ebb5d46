package dev.batchline.emulator.monitor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.http.Endpoint;
import dev.batchline.emulator.http.Request;
import dev.batchline.emulator.time.ServiceTime;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metrics of the account, in the form of Azure Resource Manager.
 *
 * <p>It asks for no credentials: the SDK sends none over http, and there is nothing to be changed.
 */
final class MetricsEndpoint implements Endpoint {

  /** The SDK puts two slashes before the id of a resource. */
  private static final Pattern PATH =
      Pattern.compile(
          "/{1,2}(subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.Batch"
              + "/batchAccounts/([^/]+))/providers/Microsoft\\.Insights"
              + "/(metrics|metricDefinitions|metricNamespaces)",
          Pattern.CASE_INSENSITIVE);

  private final String account;
  private final MetricStore store;
  private final ServiceTime time;

  MetricsEndpoint(String account, MetricStore store, ServiceTime time) {
    this.account = account;
    this.store = store;
    this.time = time;
  }

  @Override
  public boolean answers(String path) {
    return path.startsWith("/subscriptions/") || path.startsWith("//subscriptions/");
  }

  @Override
  public void handle(Request request, HttpServletRequest body, HttpServletResponse response)
      throws IOException {
    try {
      MonitorJson.send(response, 200, answer(request));
    } catch (MonitorException e) {
      MonitorJson.refuse(response, e);
    }
  }

  private ObjectNode answer(Request request) {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches() || !path.group(2).equalsIgnoreCase(account)) {
      throw new MonitorException(
          404, "ResourceNotFound", "The emulator knows no resource " + request.path());
    }
    if (!request.verb().equals("GET")) {
      throw new MonitorException(405, "HttpMethodNotAllowed", "Metrics can only be read");
    }
    if (request.query().value("api-version").isEmpty()) {
      throw new MonitorException(400, "MissingApiVersionParameter", "api-version is missing");
    }
    String resource = "/" + path.group(1);
    return switch (path.group(3).toLowerCase(Locale.ROOT)) {
      case "metrics" -> metrics(resource, MetricsQuery.parse(request.query(), time.now()));
      case "metricdefinitions" -> definitions(resource);
      default -> namespaces(resource);
    };
  }

  private ObjectNode metrics(String resource, MetricsQuery query) {
    ObjectNode answer = MonitorJson.MAPPER.createObjectNode();
    answer.put("cost", 0).put("timespan", query.span().toString());
    answer.put("interval", query.interval().toString());
    answer.put("namespace", MetricsQuery.NAMESPACE).put("resourceregion", "local");
    ArrayNode value = answer.putArray("value");
    values(value, resource, query);
    return answer;
  }

  /** Adds the metrics that are asked for. */
  void values(ArrayNode value, String resource, MetricsQuery query) {
    query.metrics().forEach(metric -> metric(value.addObject(), resource, metric, query));
  }

  /**
   * @throws MonitorException 404 if that isn't the id of the account
   */
  void check(String resource) {
    Matcher path = PATH.matcher(resource + "/providers/Microsoft.Insights/metrics");
    if (!path.matches() || !path.group(2).equalsIgnoreCase(account)) {
      throw new MonitorException(
          404, "ResourceNotFound", "The emulator knows no resource " + resource);
    }
  }

  private void metric(ObjectNode json, String resource, Metric metric, MetricsQuery query) {
    json.put("id", resource + "/providers/Microsoft.Insights/metrics/" + metric.name());
    json.put("type", "Microsoft.Insights/metrics");
    name(json, metric).put("unit", "Count");
    ArrayNode series = json.putArray("timeseries");
    List<MetricSeries> all =
        metric
            .gauge()
            .map(gauge -> List.of(MetricSeries.of(gauge, store, query)))
            .orElseGet(
                () ->
                    metric
                        .event()
                        .map(kind -> MetricSeries.of(kind, store, query))
                        .orElse(List.of()));
    all.stream()
        .sorted(Comparator.comparingDouble(MetricSeries::total).reversed())
        .limit(query.top())
        .forEach(one -> series(series.addObject(), one, metric, query));
    json.put("errorCode", "Success");
  }

  private void series(ObjectNode json, MetricSeries series, Metric metric, MetricsQuery query) {
    ArrayNode names = json.putArray("metadatavalues");
    series
        .dimensions()
        .forEach(
            (name, value) -> {
              // Azure answers the names of dimensions in lower case.
              String lower = name.toLowerCase(Locale.ROOT);
              ObjectNode entry = names.addObject();
              entry.putObject("name").put("value", lower).put("localizedValue", lower);
              entry.put("value", value);
            });
    ArrayNode data = json.putArray("data");
    if (!query.withPoints()) {
      return;
    }
    List<Aggregation> aggregations =
        query.aggregations().isEmpty() ? List.of(Aggregation.TOTAL) : query.aggregations();
    Instant now = time.now();
    for (int i = 0; i < series.intervals().size(); i++) {
      Instant start = series.startOf(i);
      ObjectNode point = data.addObject().put("timeStamp", start.toString());
      Aggregate values = series.intervals().get(i);
      boolean counted =
          metric.event().isPresent()
              && !start.isAfter(now)
              && start.plus(query.interval()).isAfter(store.start());
      aggregations.forEach(aggregation -> put(point, aggregation, values, counted));
    }
  }

  /**
   * An interval in which nothing happened is a zero for what counts, and nothing for the rest.
   *
   * @param counted whether we were there to count
   */
  private static void put(
      ObjectNode point, Aggregation aggregation, Aggregate values, boolean counted) {
    if (!values.isEmpty()) {
      point.put(aggregation.member(), values.of(aggregation));
    } else if (counted && (aggregation == Aggregation.TOTAL || aggregation == Aggregation.COUNT)) {
      point.put(aggregation.member(), 0.0);
    }
  }

  private static ObjectNode definitions(String resource) {
    return list(
        Metric.list(),
        metric -> {
          ObjectNode json = MonitorJson.MAPPER.createObjectNode();
          json.put(
              "id", resource + "/providers/microsoft.insights/metricdefinitions/" + metric.name());
          json.put("resourceId", resource).put("namespace", MetricsQuery.NAMESPACE);
          json.put("category", metric.category());
          name(json, metric).put("isDimensionRequired", false).put("unit", "Count");
          json.put("primaryAggregationType", "Total");
          ArrayNode aggregations = json.putArray("supportedAggregationTypes");
          Aggregation.NAMES.forEach(aggregations::add);
          json.putArray("metricAvailabilities")
              .addObject()
              .put("timeGrain", "PT1M")
              .put("retention", "PT5H");
          ArrayNode dimensions = json.putArray("dimensions");
          metric
              .dimensions()
              .forEach(
                  name -> dimensions.addObject().put("value", name).put("localizedValue", name));
          return json;
        });
  }

  private static ObjectNode namespaces(String resource) {
    return list(
        List.of(MetricsQuery.NAMESPACE),
        namespace -> {
          ObjectNode json = MonitorJson.MAPPER.createObjectNode();
          json.put("id", resource + "/providers/microsoft.insights/metricNamespaces/" + namespace);
          json.put("type", "Microsoft.Insights/metricNamespaces").put("name", "batchAccounts");
          json.put("classification", "Platform");
          json.putObject("properties").put("metricNamespaceName", namespace);
          return json;
        });
  }

  private static ObjectNode name(ObjectNode json, Metric metric) {
    json.putObject("name").put("value", metric.name()).put("localizedValue", metric.title());
    return json;
  }

  private static <T> ObjectNode list(List<T> elements, Function<T, ObjectNode> toJson) {
    ObjectNode answer = MonitorJson.MAPPER.createObjectNode();
    ArrayNode value = answer.putArray("value");
    elements.forEach(element -> value.add(toJson.apply(element)));
    return answer;
  }
}
