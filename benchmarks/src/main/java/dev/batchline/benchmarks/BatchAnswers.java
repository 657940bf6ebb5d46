package dev.batchline.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answers of an account with one pool of one node, and one job whose tasks end at once. */
final class BatchAnswers {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int PAGE = 1000;
  private static final Pattern SINCE = Pattern.compile("ge DateTime'([^']+)'");
  private static final Pattern POOL = Pattern.compile("poolId eq '([^']+)'");
  private static final Pattern SKIP = Pattern.compile("\\$skiptoken=(\\d+)");
  private static final Pattern ASKED = Pattern.compile("id eq '([^']+)'");
  private static final Pattern ID = Pattern.compile("/(?:pools|jobs)/([^/]+)(/.*)?");

  private final EndedTasks tasks;
  private final int failing;

  /**
   * @param failing of a hundred attempts
   */
  BatchAnswers(EndedTasks tasks, int failing) {
    this.tasks = tasks;
    this.failing = failing;
  }

  /** What is sent; not a record, because it holds an array. */
  static final class Answer {
    private final String operation;
    private final int status;
    private final byte[] body;

    Answer(String operation, int status, byte[] body) {
      this.operation = operation;
      this.status = status;
      this.body = body;
    }

    /** What was called, for counting. */
    String operation() {
      return operation;
    }

    int status() {
      return status;
    }

    byte[] body() {
      return body;
    }
  }

  Answer to(String method, URI uri, byte[] request) throws IOException {
    String path = uri.getPath();
    Matcher named = ID.matcher(path);
    String id = named.matches() ? named.group(1) : "";
    String below = named.matches() && named.group(2) != null ? named.group(2) : "";
    String operation = method + " " + (id.isEmpty() ? path : path.replace("/" + id, "/ID"));
    if (below.equals("/addtaskcollection")) {
      return new Answer(operation, 200, added(path, ids(request)));
    }
    if (below.equals("/tasks")) {
      return new Answer(operation, 200, listed(uri));
    }
    if (!method.equals("GET")) {
      return new Answer(operation, path.endsWith("s") ? 201 : 202, new byte[0]);
    }
    String text =
        switch (path.equals("/nodecounts") ? path : below) {
          case "/nodecounts" ->
              """
              {"value": [{"poolId": "%s", "dedicated": {"running": 1, "total": 1},
                "lowPriority": {"total": 0}}]}"""
                  .formatted(found(POOL, uri));
          case "/taskcounts" ->
              """
              {"taskCounts": {"active": 0, "running": %2$d, "completed": %1$d, "succeeded": %1$d, "failed": 0},
               "taskSlotCounts": {"active": 0, "running": %2$d, "completed": %1$d, "succeeded": %1$d, "failed": 0}}"""
                  .formatted(tasks.ended(), tasks.count() - tasks.ended());
          default ->
              id.isEmpty() || !below.isEmpty()
                  ? "{\"value\": []}"
                  : """
                  {"id": "%s", "state": "active", "allocationState": "steady", "taskSlotsPerNode": 4,
                   "targetDedicatedNodes": 1, "currentDedicatedNodes": 1}"""
                      .formatted(id);
        };
    return new Answer(operation, 200, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String found(Pattern pattern, URI uri) {
    Matcher matcher = pattern.matcher(String.valueOf(uri.getQuery()));
    return matcher.find() ? matcher.group(1) : "";
  }

  private byte[] added(String path, List<String> ids) throws IOException {
    tasks.add(ids, Instant.now());
    ByteArrayOutputStream body = new ByteArrayOutputStream(200 * ids.size() + 20);
    try (JsonGenerator json = JSON.createGenerator(body)) {
      json.writeStartObject();
      json.writeArrayFieldStart("value");
      for (String id : ids) {
        json.writeStartObject();
        json.writeStringField("status", "Success");
        json.writeStringField("taskId", id);
        json.writeStringField("eTag", "0x8DE28F1C4A2B3C4");
        json.writeStringField("lastModified", "2026-11-21T06:00:00.0000000Z");
        json.writeStringField("location", "http://127.0.0.1" + path + "/" + id);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return body.toByteArray();
  }

  private byte[] listed(URI uri) throws IOException {
    Matcher asked = ASKED.matcher(String.valueOf(uri.getQuery()));
    if (asked.find()) {
      return page(those(asked), "");
    }
    String skip = found(SKIP, uri);
    String since = found(SINCE, uri);
    int from =
        !skip.isEmpty()
            ? Integer.parseInt(skip)
            : since.isEmpty() ? 0 : tasks.firstSince(Instant.parse(since));
    List<EndedTasks.Task> page = tasks.page(from, PAGE);
    String next =
        "http://127.0.0.1:"
            + uri.getPort()
            + uri.getPath()
            + "?api-version=2024-07-01.20.0&$skiptoken="
            + (from + PAGE);
    return page(page, page.size() == PAGE ? next : "");
  }

  /** Those of the tasks that a filter names by their ids; one that is not there is left out. */
  private List<EndedTasks.Task> those(Matcher ids) {
    List<EndedTasks.Task> found = new ArrayList<>();
    do {
      tasks.find(ids.group(1)).ifPresent(found::add);
    } while (ids.find());
    return found;
  }

  private byte[] page(List<EndedTasks.Task> page, String next) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream(300 * page.size() + 20);
    try (JsonGenerator json = JSON.createGenerator(body)) {
      json.writeStartObject();
      json.writeArrayFieldStart("value");
      for (EndedTasks.Task task : page) {
        write(json, task);
      }
      json.writeEndArray();
      if (!next.isEmpty()) {
        json.writeStringField("odata.nextLink", next);
      }
      json.writeEndObject();
    }
    return body.toByteArray();
  }

  private void write(JsonGenerator json, EndedTasks.Task task) throws IOException {
    String time = task.ended().toString();
    json.writeStartObject();
    json.writeStringField("id", task.id());
    json.writeStringField("state", "completed");
    json.writeStringField("stateTransitionTime", time);
    json.writeObjectFieldStart("executionInfo");
    json.writeStringField("startTime", time);
    json.writeStringField("endTime", time);
    boolean fails = Math.floorMod((task.id().hashCode() * 0x9E3779B9) >>> 7, 100) < failing;
    json.writeNumberField("exitCode", fails ? 3 : 0);
    json.writeStringField("result", fails ? "failure" : "success");
    if (fails) {
      json.writeObjectFieldStart("failureInfo");
      json.writeStringField("category", "UserError");
      json.writeStringField("code", "FailureExitCode");
      json.writeStringField("message", "The task exited with an exit code representing a failure");
      json.writeEndObject();
    }
    json.writeNumberField("retryCount", 0);
    json.writeNumberField("requeueCount", 0);
    json.writeEndObject();
    json.writeObjectFieldStart("nodeInfo");
    json.writeStringField("nodeId", "tvmps_1_d");
    json.writeEndObject();
    json.writeEndObject();
  }

  /** The ids of the tasks in a collection, which are at the third level of its braces. */
  private static List<String> ids(byte[] request) throws IOException {
    List<String> ids = new ArrayList<>(100);
    int depth = 0;
    try (JsonParser json = JSON.createParser(request)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        } else if (depth == 3 && token == JsonToken.FIELD_NAME && "id".equals(json.currentName())) {
          ids.add(json.nextTextValue());
        }
      }
    }
    return ids;
  }
}
