package dev.batchline.emulator.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.http.Endpoint;
import dev.batchline.emulator.http.Request;
import dev.batchline.emulator.time.ServiceTime;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** The logs of the account, in the form of a Log Analytics workspace; see {@link LogQuery}. */
final class LogsEndpoint implements Endpoint {

  private static final Pattern QUERY =
      Pattern.compile("/v1/+(workspaces/[^/]+|subscriptions/.+)/query");

  private final EventLog log;
  private final ServiceTime time;

  LogsEndpoint(EventLog log, ServiceTime time) {
    this.log = log;
    this.time = time;
  }

  @Override
  public boolean answers(String path) {
    return path.startsWith("/v1/");
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
    boolean several = request.path().matches("/v1/+\\$batch");
    if (!several && !QUERY.matcher(request.path()).matches()) {
      throw new MonitorException(404, "PathNotFoundError", "There is no " + request.path());
    }
    if (!request.verb().equals("POST")) {
      throw new MonitorException(405, "MethodNotAllowed", "A query is sent with POST");
    }
    JsonNode asked = MonitorJson.read(body);
    return several ? batch(asked) : run(asked);
  }

  /** Each query of a batch has an answer of its own, and may fail by itself. */
  private ObjectNode batch(JsonNode asked) {
    ObjectNode answer = MonitorJson.MAPPER.createObjectNode();
    ArrayNode responses = answer.putArray("responses");
    for (JsonNode one : asked.path("requests")) {
      ObjectNode response = responses.addObject().put("id", one.path("id").asText());
      try {
        ObjectNode table = run(one.path("body"));
        response.put("status", 200);
        response.putObject("headers").put("Content-Type", "application/json; charset=utf-8");
        response.set("body", table);
      } catch (MonitorException refused) {
        response.put("status", refused.status());
        response.putObject("headers");
        response.putObject("body").set("error", MonitorJson.error(refused));
      }
    }
    return answer;
  }

  private ObjectNode run(JsonNode asked) {
    LogQuery query = LogQuery.parse(asked.path("query").asText(), time.now());
    String span = asked.path("timespan").asText("");
    List<LogTable.Row> rows = log.events().stream().map(LogTable::row).toList();
    if (!span.isEmpty()) {
      TimeSpan within = TimeSpan.parse(span, time.now());
      rows = rows.stream().filter(row -> within.contains(row.time())).toList();
    }
    return table(query, query.run(rows));
  }

  private static ObjectNode table(LogQuery query, List<LogTable.Row> rows) {
    ObjectNode answer = MonitorJson.MAPPER.createObjectNode();
    ObjectNode table = answer.putArray("tables").addObject().put("name", "PrimaryResult");
    ArrayNode columns = table.putArray("columns");
    for (String column : query.columns()) {
      columns.addObject().put("name", column).put("type", type(column));
    }
    ArrayNode lines = table.putArray("rows");
    if (query.columns().equals(List.of(LogQuery.COUNT))) {
      lines.addArray().add(rows.size());
      return answer;
    }
    for (LogTable.Row row : rows) {
      ArrayNode line = lines.addArray();
      query.columns().forEach(column -> line.add(row.value(column)));
    }
    return answer;
  }

  private static String type(String column) {
    return switch (column) {
      case LogTable.TIME -> "datetime";
      case LogQuery.COUNT -> "long";
      default -> "string";
    };
  }
}
