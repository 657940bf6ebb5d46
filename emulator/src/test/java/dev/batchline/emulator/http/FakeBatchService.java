package dev.batchline.emulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.BatchService;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.model.Page;
import dev.batchline.emulator.model.Stamp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** Just enough of a service to see what HTTP makes of calls and answers: pools, tasks, one file. */
final class FakeBatchService implements BatchService {

  static final Instant CHANGED = Instant.parse("2022-09-06T23:45:28.2185577Z");
  static final Stamp STAMP = new Stamp("0x8DA9061E0AFB569", CHANGED);

  final NavigableMap<String, ObjectNode> pools = new ConcurrentSkipListMap<>();
  final NavigableMap<String, ObjectNode> tasks = new ConcurrentSkipListMap<>();
  final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
  volatile Path file = Path.of("missing");

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  Call lastCall() {
    return calls.stream().reduce((first, second) -> second).orElseThrow();
  }

  @Override
  public Answer answer(Call call) {
    calls.add(call);
    return switch (call.operation()) {
      case POOL_ADD -> addPool(call);
      case POOL_LIST -> list(pools, call.page());
      case POOL_GET -> new Answer.Entity(pool(call), Optional.of(STAMP));
      case POOL_EXISTS -> {
        pool(call);
        yield new Answer.Done(Optional.of(STAMP), Optional.empty());
      }
      case POOL_DELETE -> {
        pool(call);
        pools.remove(call.name("poolId"));
        yield new Answer.Done(Optional.empty(), Optional.empty());
      }
      case POOL_RESIZE, TASK_TERMINATE -> new Answer.Done(Optional.of(STAMP), Optional.empty());
      case TASK_LIST -> list(tasks, call.page());
      case TASK_ADD_COLLECTION ->
          new Answer.Listing(
              Stream.of(json("{'status':'Success','taskId':'t1'}")).toList(), Optional.empty());
      case ACCOUNT_LIST_POOL_NODE_COUNTS -> new Answer.Listing(List.of(), Optional.empty());
      case FILE_GET_FROM_TASK, FILE_GET_PROPERTIES_FROM_TASK -> content(call);
      case JOB_GET -> throw new IllegalStateException("a defect");
      default ->
          throw new BatchError(
              501,
              "NotImplemented",
              "Not implemented: " + call.operation().id(),
              Map.of("Operation", call.operation().id()));
    };
  }

  private Answer addPool(Call call) {
    ObjectNode body = call.body().orElseThrow();
    String id = body.path("id").asText();
    if (pools.putIfAbsent(id, body) != null) {
      throw new BatchError(409, "PoolExists", "The specified pool already exists.", Map.of());
    }
    return new Answer.Done(Optional.of(STAMP), Optional.of(call.base() + "/pools/" + id));
  }

  private ObjectNode pool(Call call) {
    ObjectNode pool = pools.get(call.name("poolId"));
    if (pool == null) {
      throw new BatchError(404, "PoolNotFound", "The specified pool does not exist.", Map.of());
    }
    return pool;
  }

  private Answer content(Call call) {
    try {
      return new Answer.FileContent(
          file,
          false,
          Files.size(file),
          CHANGED,
          "0o100644",
          call.base() + "/jobs/j/tasks/t/files/" + call.name("filePath"));
    } catch (java.io.IOException e) {
      throw new BatchError(404, "FileNotFound", "The specified file does not exist.", Map.of());
    }
  }

  private static Answer list(NavigableMap<String, ObjectNode> resources, Page page) {
    NavigableMap<String, ObjectNode> rest =
        page.after().map(key -> resources.tailMap(key, false)).orElse(resources);
    List<Map.Entry<String, ObjectNode>> found =
        rest.entrySet().stream()
            .filter(entry -> page.filter().test(path -> at(entry.getValue(), path)))
            .limit(page.size() + 1L)
            .toList();
    boolean more = found.size() > page.size();
    List<Map.Entry<String, ObjectNode>> shown = more ? found.subList(0, page.size()) : found;
    return new Answer.Listing(
        shown.stream().map(Map.Entry::getValue).toList(),
        more ? Optional.of(shown.get(shown.size() - 1).getKey()) : Optional.empty());
  }

  static Object at(ObjectNode resource, String path) {
    JsonNode value = resource.at("/" + path);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (value.isNumber()) {
      return value.longValue();
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    String text = value.asText();
    return text.matches("\\d{4}-\\d\\d-\\d\\dT.*Z") ? Instant.parse(text) : text;
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
