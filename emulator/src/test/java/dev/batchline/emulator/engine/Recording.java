package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the real service was asked once and how it answered, in order.
 *
 * @param version of the API that was asked
 * @param complete whether bodies and headers are all there, so that absence means something
 */
record Recording(String name, String version, boolean complete, List<Interaction> interactions) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What answers show and requests don't have. */
  private static final Set<String> READ_ONLY =
      Set.of(
          "odata.metadata",
          "url",
          "eTag",
          "lastModified",
          "creationTime",
          "state",
          "stateTransitionTime",
          "previousState",
          "previousStateTransitionTime",
          "allocationState",
          "allocationStateTransitionTime",
          "currentDedicatedNodes",
          "currentLowPriorityNodes",
          "currentNodeCommunicationMode",
          "resizeErrors",
          "autoScaleRun",
          "executionInfo",
          "nodeInfo",
          "stats");

  /** Since then, members have the names of today. */
  static final String MODERN = "2019-08";

  /** One question and its answer. */
  record Interaction(
      int number,
      String method,
      String path,
      String rawPath,
      String query,
      Map<String, String> headers,
      JsonNode request,
      JsonNode response) {

    int status() {
      return response.path("status").asInt();
    }

    boolean succeeded() {
      return status() < 300;
    }

    JsonNode body() {
      return response.path("body");
    }

    /** Kinds and ids, and what comes after {@code files} as one. */
    List<String> segments() {
      List<String> segments = new ArrayList<>(List.of(path.substring(1).split("/", -1)));
      int files = segments.indexOf("files");
      if (files >= 0 && files + 2 < segments.size()) {
        String file = String.join("/", segments.subList(files + 1, segments.size()));
        segments = new ArrayList<>(segments.subList(0, files + 1));
        segments.add(file);
      }
      return segments;
    }

    /** The id that follows a kind in the path. */
    Optional<String> id(String kind) {
      List<String> segments = segments();
      int index = segments.indexOf(kind);
      return index < 0 || index + 1 >= segments.size()
          ? Optional.empty()
          : Optional.of(segments.get(index + 1));
    }

    /** Method and path with {@code *} for each id. */
    String operation() {
      List<String> segments = segments();
      StringBuilder pattern = new StringBuilder(method).append(' ');
      for (int i = 0; i < segments.size(); i++) {
        pattern
            .append('/')
            .append(i % 2 == 0 ? segments.get(i) : shape(segments.get(0), i, segments));
      }
      return pattern.toString();
    }

    private static String shape(String kind, int index, List<String> segments) {
      return kind.startsWith("certificates") ? segments.get(index) : "*";
    }

    /** The header's value, whatever the case of its name. */
    Optional<String> header(String name) {
      return response.path("headers").properties().stream()
          .filter(entry -> entry.getKey().toLowerCase(Locale.ROOT).equals(name))
          .map(entry -> entry.getValue().asText())
          .findFirst();
    }
  }

  boolean modern() {
    return version.compareTo(MODERN) >= 0;
  }

  /** All recordings of a directory, by name. */
  static List<Recording> readAll(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(Recording::read)
          .flatMap(Optional::stream)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Recording> read(Path file) {
    JsonNode json;
    try {
      json = JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("could not read " + file, e);
    }
    if (!json.has("interactions")) {
      return Optional.empty();
    }
    List<Interaction> interactions = new ArrayList<>();
    for (JsonNode each : json.path("interactions")) {
      interactions.add(
          new Interaction(
              interactions.size(),
              each.at("/request/method").asText(),
              each.at("/request/path").asText(),
              each.at("/request/rawPath").asText(each.at("/request/path").asText()),
              each.at("/request/query").asText(),
              texts(each.at("/request/headers")),
              each.at("/request/body"),
              each.path("response")));
    }
    return Optional.of(
        new Recording(
            file.getFileName().toString().replace(".json", ""),
            json.path("apiVersion").asText(),
            json.at("/source/bodiesComplete").asBoolean(),
            interactions));
  }

  private static Map<String, String> texts(JsonNode headers) {
    Map<String, String> texts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.properties().forEach(header -> texts.put(header.getKey(), header.getValue().asText()));
    return texts;
  }

  /** The first answer that shows this resource by itself, or in a list. */
  Optional<ObjectNode> shown(String collection, String id) {
    for (Interaction each : interactions) {
      if (each.method().equals("GET") && each.succeeded()) {
        JsonNode body = each.body();
        List<String> segments = each.segments();
        String last = segments.get(segments.size() - 1);
        boolean single =
            segments.size() >= 2 && segments.get(segments.size() - 2).equals(collection);
        if (single && last.equals(id) && body.has("creationTime")) {
          return Optional.of((ObjectNode) body);
        }
        if (last.equals(collection)) {
          for (JsonNode element : body.path("value")) {
            if (element.path("id").asText().equals(id) && element.has("creationTime")) {
              return Optional.of((ObjectNode) element);
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  /** The body that made a resource, as far as it was shown; only with its id where it wasn't. */
  ObjectNode made(String collection, String id) {
    ObjectNode body =
        modern()
            ? shown(collection, id).map(ObjectNode::deepCopy).orElseGet(JSON::createObjectNode)
            : JSON.createObjectNode();
    body.remove(READ_ONLY);
    body.remove("stats@odata.navigationLinkUrl");
    if (body.has("maxTasksPerNode")) {
      body.set("taskSlotsPerNode", body.remove("maxTasksPerNode"));
    }
    for (JsonNode user : body.path("userAccounts")) {
      ((ObjectNode) user).put("password", "kt#_gahr!@aGERDXA");
    }
    return body.put("id", id);
  }
}
