package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.batchline.emulator.engine.Recording.Interaction;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Says in what an answer differs from the recorded one: status, headers, error codes, members, and
 * the values that don't depend on time and place. What does is compared by its form.
 */
final class AnswerComparison {

  private static final List<String> HEADERS =
      List.of(
          "etag",
          "last-modified",
          "location",
          "dataserviceid",
          "dataserviceversion",
          "request-id",
          "content-type",
          "server",
          "strict-transport-security",
          "ocp-batch-file-isdirectory",
          "ocp-batch-file-url");

  /** The forms of values that differ from account to account, by name. */
  private static final Map<String, Pattern> FORMS =
      Map.of(
          "time", Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,7})?Z"),
          "etag", Pattern.compile("0x[0-9A-F]{15}"),
          "duration", Pattern.compile("P(?=.)(\\d+D)?(T(\\d+H)?(\\d+M)?(\\d+(\\.\\d+)?S)?)?"),
          "url", Pattern.compile("https?://.*"),
          "guid", Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
          "number", Pattern.compile("\\d+"),
          "address", Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+"),
          "node", Pattern.compile("(TVM:)?tvm.*"),
          "mode", Pattern.compile("0o?[0-7]+"));

  /** Numbers that a request or a default decides, and not what happened before. */
  private static final Set<String> COMPARED_NUMBERS =
      Set.of(
          "priority",
          "maxParallelTasks",
          "maxTaskRetryCount",
          "requiredSlots",
          "taskSlotsPerNode",
          "exitCode",
          "retryCount");

  private final Interaction recorded;
  private final HttpResponse<String> answer;
  private final Recording recording;
  private final Set<String> differences = new TreeSet<>();

  AnswerComparison(Recording recording, Interaction recorded, HttpResponse<String> answer) {
    this.recording = recording;
    this.recorded = recorded;
    this.answer = answer;
  }

  /** What differs, each as a short line; none when nothing does. */
  Set<String> differences(Optional<JsonNode> body) {
    if (recorded.status() != answer.statusCode()) {
      differences.add("status " + answer.statusCode() + " instead of " + recorded.status());
      return differences;
    }
    compareHeaders();
    if (recorded.body().isObject()) {
      if (body.isEmpty()) {
        differences.add("no body");
      } else if (recorded.body().has("code")) {
        compareErrors(recorded.body(), body.get());
      } else if (recording.modern() || recorded.segments().contains("files")) {
        compareEntities(recorded.body(), body.get());
      }
    } else if (recorded.body().isNull() && !answer.body().isEmpty()) {
      differences.add("unexpected body");
    }
    return differences;
  }

  private void compareHeaders() {
    // Only where a recording has a date it has all headers.
    boolean all = recording.complete() && recorded.header("date").isPresent();
    for (String name : HEADERS) {
      boolean here = answer.headers().firstValue(name).isPresent();
      boolean there = recorded.header(name).isPresent();
      if (there && !here) {
        differences.add("no header " + name);
      } else if (here && !there && all) {
        differences.add("unexpected header " + name);
      }
    }
    compareForm("etag");
    recorded
        .header("content-type")
        .filter(type -> !recorded.segments().contains("files") || !recorded.body().isTextual())
        .filter(type -> !same(type, answer.headers().firstValue("content-type").orElse("")))
        .ifPresent(type -> differences.add("content-type is not " + type));
  }

  private static boolean same(String type, String other) {
    return type.replace(" ", "").equalsIgnoreCase(other.replace(" ", ""));
  }

  private void compareForm(String name) {
    Optional<String> here = answer.headers().firstValue(name);
    if (recorded.header(name).isPresent() && here.isPresent()) {
      compareTexts("header " + name, recorded.header(name).get(), here.get());
    }
  }

  private void compareErrors(JsonNode there, JsonNode here) {
    if (!there.path("code").equals(here.path("code"))) {
      differences.add("code " + here.path("code") + " instead of " + there.path("code"));
    }
    String message = firstLine(there);
    if (!message.isEmpty() && !message.equals(firstLine(here))) {
      differences.add("message \"" + firstLine(here) + "\" instead of \"" + message + "\"");
    }
    Set<String> keys = new TreeSet<>(there.path("values").findValuesAsText("key"));
    Set<String> ours = new TreeSet<>(here.path("values").findValuesAsText("key"));
    if (!keys.equals(ours)) {
      differences.add("values " + ours + " instead of " + keys);
    }
  }

  private static String firstLine(JsonNode error) {
    return error.at("/message/value").asText().lines().findFirst().orElse("");
  }

  private void compareEntities(JsonNode there, JsonNode here) {
    if (there.path("value").isArray()) {
      JsonNode ours = here.path("value");
      for (int i = 0; i < there.path("value").size(); i++) {
        JsonNode element = there.path("value").get(i);
        JsonNode counterpart = counterpart(element, i, ours);
        if (!counterpart.isMissingNode()) {
          compare("value/", element, counterpart);
        }
      }
      compareText("odata.metadata", there.path("odata.metadata"), here.path("odata.metadata"));
    } else {
      compare("", there, here);
    }
  }

  /** The same element here; missing for an image of which there is none here. */
  private static JsonNode counterpart(JsonNode element, int index, JsonNode ours) {
    if (element.has("nodeAgentSKUId")) {
      for (JsonNode candidate : ours) {
        if (candidate.path("imageReference").equals(element.path("imageReference"))) {
          return candidate;
        }
      }
      return ours.path(-1);
    }
    for (String key : List.of("id", "taskId", "name")) {
      for (JsonNode candidate : ours) {
        if (element.has(key) && element.path(key).equals(candidate.path(key))) {
          return candidate;
        }
      }
    }
    return ours.has(index) ? ours.get(index) : JsonNodeFactory.instance.objectNode();
  }

  private void compare(String path, JsonNode there, JsonNode here) {
    Set<String> names = new TreeSet<>();
    there.fieldNames().forEachRemaining(names::add);
    here.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      String member = path + name;
      if (!here.has(name)) {
        differences.add("no " + member);
      } else if (!there.has(name)) {
        if (recording.complete()) {
          differences.add("unexpected " + member);
        }
      } else {
        compareValues(member, name, there.get(name), here.get(name));
      }
    }
  }

  private void compareValues(String path, String name, JsonNode there, JsonNode here) {
    if (there.isObject() && here.isObject()) {
      compare(path + "/", there, here);
    } else if (there.isArray() && here.isArray()) {
      for (int i = 0; i < Math.min(there.size(), here.size()); i++) {
        compareValues(path, name, there.get(i), here.get(i));
      }
      if (there.isEmpty() != here.isEmpty()) {
        differences.add(path + " has " + here.size() + " instead of " + there.size());
      }
    } else if (there.isNumber() && here.isNumber()) {
      if (COMPARED_NUMBERS.contains(name) && there.asInt() != here.asInt()) {
        differences.add(path + " is " + here + " instead of " + there);
      }
    } else {
      compareText(path, there, here);
    }
  }

  private void compareText(String path, JsonNode there, JsonNode here) {
    if (there.getNodeType() != here.getNodeType()) {
      differences.add(path + " is " + here + " instead of " + there);
    } else {
      compareTexts(path, there.asText(), here.asText());
    }
  }

  private void compareTexts(String path, String there, String here) {
    Optional<String> form = form(there);
    boolean alike =
        there.startsWith("<")
            || form.map(name -> FORMS.get(name).matcher(here).matches())
                .orElseGet(() -> there.equals(here));
    if (!alike) {
      differences.add(path + " is " + here + " instead of " + there);
    }
  }

  private static Optional<String> form(String text) {
    return FORMS.entrySet().stream()
        .filter(form -> form.getValue().matcher(text).matches())
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst();
  }
}
