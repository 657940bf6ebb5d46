package dev.batchline.emulator.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.http.Endpoint;
import dev.batchline.emulator.http.Query;
import dev.batchline.emulator.http.Query.Parameter;
import dev.batchline.emulator.http.Request;
import dev.batchline.emulator.time.ServiceTime;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Metrics of several resources in one request ({@code metrics:getBatch}), in the form of Azure
 * Monitor's own data plane. The only resource here is the account, which may be asked for like any.
 */
final class MetricsBatchEndpoint implements Endpoint {

  private static final Pattern PATH =
      Pattern.compile("/{1,2}subscriptions/[^/]+/metrics:getBatch", Pattern.CASE_INSENSITIVE);
  private static final int MOST_RESOURCES = 50;

  /** What this operation calls otherwise than the one for a single resource. */
  private static final Map<String, String> NAMES = Map.of("filter", "$filter");

  private final MetricsEndpoint single;
  private final ServiceTime time;

  MetricsBatchEndpoint(MetricsEndpoint single, ServiceTime time) {
    this.single = single;
    this.time = time;
  }

  @Override
  public boolean answers(String path) {
    return PATH.matcher(path).matches();
  }

  @Override
  public void handle(Request request, HttpServletRequest body, HttpServletResponse response)
      throws IOException {
    try {
      MonitorJson.send(response, 200, answer(request, body));
    } catch (MonitorException e) {
      MonitorJson.refuse(response, e);
    }
  }

  private ObjectNode answer(Request request, HttpServletRequest body) throws IOException {
    if (!request.verb().equals("POST")) {
      throw new MonitorException(405, "HttpMethodNotAllowed", "A batch is sent with POST");
    }
    if (request.query().value("api-version").isEmpty()) {
      throw new MonitorException(400, "MissingApiVersionParameter", "api-version is missing");
    }
    List<String> resources = resources(MonitorJson.read(body));
    MetricsQuery query = MetricsQuery.parse(asSingle(request.query()), time.now());
    ObjectNode answer = MonitorJson.MAPPER.createObjectNode();
    ArrayNode values = answer.putArray("values");
    for (String resource : resources) {
      ObjectNode one = values.addObject();
      one.put("starttime", query.span().start().toString());
      one.put("endtime", query.span().end().toString());
      one.put("interval", query.interval().toString());
      one.put("namespace", MetricsQuery.NAMESPACE).put("resourceregion", "local");
      one.put("resourceid", resource);
      single.values(one.putArray("value"), resource, query);
    }
    return answer;
  }

  private List<String> resources(JsonNode body) {
    List<String> resources = new ArrayList<>();
    for (JsonNode id : body.path("resourceids")) {
      single.check(id.asText());
      resources.add(id.asText());
    }
    if (resources.isEmpty() || resources.size() > MOST_RESOURCES) {
      throw MonitorException.badRequest("resourceids must name 1 to " + MOST_RESOURCES);
    }
    return resources;
  }

  private Query asSingle(Query batch) {
    List<Parameter> parameters = new ArrayList<>();
    for (Parameter parameter : batch.parameters()) {
      String name = NAMES.getOrDefault(parameter.name(), parameter.name());
      parameters.add(new Parameter(name, parameter.rawValue()));
    }
    batch
        .value("starttime")
        .ifPresent(
            start -> {
              String end =
                  batch.value("endtime").orElseGet(() -> time.now().plusSeconds(1).toString());
              String span = URLEncoder.encode(start + "/" + end, StandardCharsets.UTF_8);
              parameters.add(new Parameter("timespan", span));
            });
    return new Query(parameters);
  }
}
