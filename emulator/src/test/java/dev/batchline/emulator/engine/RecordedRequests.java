package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.engine.Recording.Interaction;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bodies of recorded requests: as they were sent or, where a recording left one out, one that
 * can have got the recorded answer.
 */
final class RecordedRequests {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern UNDEFINED = Pattern.compile("Undefined symbol: (\\w+)");
  private static final String POOL = "{'vmSize':'standard_d1_v2'," + Emulated.IMAGE + "}";
  private static final String SCHEDULE =
      "{'schedule':{'recurrenceInterval':'P2D'},"
          + "'jobSpecification':{'poolInfo':{'poolId':'recorded-pool'}}}";

  /** What is sent where nothing was kept, by operation. */
  private static final Map<String, String> USUAL =
      Map.ofEntries(
          Map.entry(
              "POST /jobs",
              "{'poolInfo':{'poolId':'recorded-pool'},'usesTaskDependencies':true,"
                  + "'onTaskFailure':'performexitoptionsjobaction'}"),
          Map.entry("PUT /jobs/*", "{'poolInfo':{'poolId':'recorded-pool'}}"),
          Map.entry("PATCH /jobs/*", "{'onAllTasksComplete':'terminatejob'}"),
          Map.entry("POST /jobs/*/disable", "{'disableTasks':'requeue'}"),
          Map.entry("POST /jobs/*/tasks", "{'commandLine':'cmd /c echo hello'}"),
          Map.entry("PUT /jobs/*/tasks/*", "{'constraints':{'maxTaskRetryCount':3}}"),
          Map.entry("POST /pools", POOL),
          Map.entry("PATCH /pools/*", "{'metadata':[]}"),
          Map.entry(
              "POST /pools/*/updateproperties",
              "{'startTask':{'commandLine':'cmd /c echo updated'},'certificateReferences':[],"
                  + "'applicationPackageReferences':[],'metadata':[]}"),
          Map.entry("POST /pools/*/resize", "{'targetDedicatedNodes':3}"),
          Map.entry(
              "POST /pools/*/enableautoscale", "{'autoScaleFormula':'$TargetDedicatedNodes=1;'}"),
          Map.entry(
              "POST /pools/*/evaluateautoscale", "{'autoScaleFormula':'$TargetDedicatedNodes=3;'}"),
          Map.entry(
              "POST /pools/*/nodes/*/users", "{'name':'someone','password':'kt#_gahr!@aGERDXA'}"),
          Map.entry("PUT /pools/*/nodes/*/users/*", "{'password':'kt#_gahr!@aGERDXA'}"),
          Map.entry(
              "POST /pools/*/nodes/*/uploadbatchservicelogs",
              "{'containerUrl':'http://127.0.0.1:9/logs?sig=x','startTime':'2026-03-02T00:00:00Z'}"),
          Map.entry("POST /jobschedules", SCHEDULE),
          Map.entry("PUT /jobschedules/*", SCHEDULE),
          Map.entry("PATCH /jobschedules/*", "{'schedule':{'recurrenceInterval':'P1D'}}"));

  private static final Set<String> SENT =
      Set.of(
          "client-request-id",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-unmodified-since",
          "ocp-range",
          "return-client-request-id");

  private final Recording recording;

  RecordedRequests(Recording recording) {
    this.recording = recording;
  }

  /**
   * The headers to send. An ETag that a request was made with is none of ours, so conditions are
   * sent where they failed.
   */
  static Map<String, String> headers(Interaction interaction) {
    Map<String, String> headers = new TreeMap<>(interaction.headers());
    headers.keySet().removeIf(name -> !SENT.contains(name.toLowerCase(Locale.ROOT)));
    if (interaction.succeeded()) {
      headers.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).startsWith("if-"));
    }
    return headers;
  }

  /** The body to send; missing when there is none. */
  JsonNode body(Interaction interaction) {
    if (interaction.status() == 413) {
      return tooLarge();
    }
    if (interaction.request().isContainerNode() && recording.modern()) {
      return interaction.request();
    }
    String usual = USUAL.get(interaction.operation());
    ObjectNode body = usual == null ? null : Emulated.json(usual);
    return switch (interaction.operation()) {
      case "POST /pools" -> made("pools", created(interaction), body);
      case "POST /jobschedules" -> made("jobschedules", created(interaction), body);
      case "POST /jobs/*/tasks" -> made("tasks", created(interaction), body);
      case "POST /jobs" -> made("jobs", nextJob(interaction), body);
      case "POST /jobs/*/addtaskcollection" -> collection(interaction);
      case "POST /pools/*/evaluateautoscale" -> formula(interaction, body);
      case "POST /pools/*/removenodes" -> nodes(interaction);
      default -> body == null ? JSON.missingNode() : body;
    };
  }

  /** What was shown to be there later; the usual where nothing was. */
  private ObjectNode made(String collection, String id, ObjectNode usual) {
    ObjectNode made = recording.made(collection, id);
    return made.size() > 1 ? made : usual.put("id", id);
  }

  private static String created(Interaction interaction) {
    String location = interaction.header("location").orElse("/recorded");
    return location.substring(location.lastIndexOf('/') + 1);
  }

  /** A job's location never says its id; what is asked next does. */
  private String nextJob(Interaction interaction) {
    return recording.interactions().stream()
        .skip(interaction.number())
        .map(next -> next.id("jobs"))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse("recorded");
  }

  private static ObjectNode tooLarge() {
    ObjectNode body = JSON.createObjectNode();
    body.putArray("value").addObject().put("id", "large").put("commandLine", "x".repeat(1_100_000));
    return body;
  }

  private static ObjectNode collection(Interaction interaction) {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode tasks = body.putArray("value");
    for (JsonNode added : interaction.body().path("value")) {
      tasks.addObject().put("id", added.path("taskId").asText()).put("commandLine", "cmd /c x");
    }
    return body;
  }

  /** The mistake that was reported. */
  private static ObjectNode formula(Interaction interaction, ObjectNode usual) {
    Matcher undefined = UNDEFINED.matcher(interaction.body().toString());
    return undefined.find() ? usual.put("autoScaleFormula", undefined.group(1)) : usual;
  }

  private ObjectNode nodes(Interaction interaction) {
    ObjectNode body = JSON.createObjectNode();
    recording.interactions().stream()
        .limit(interaction.number())
        .flatMap(each -> each.body().path("value").findValuesAsText("id").stream())
        .findFirst()
        .ifPresent(body.putArray("nodeList")::add);
    return body;
  }
}
