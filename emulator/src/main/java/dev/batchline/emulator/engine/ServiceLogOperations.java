package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.Bodies;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.Operation;
import dev.batchline.emulator.model.WireTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Uploads the log of a node's agent to a container of the user's. As on Azure the answer comes
 * before the upload is done.
 */
final class ServiceLogOperations {

  private static final Pattern URL = Pattern.compile("(?i)https?://[^/?]+/[^?]+.*");

  private final Core core;
  private final Bodies bodies;

  ServiceLogOperations(Core core, Bodies bodies) {
    this.core = core;
    this.bodies = bodies;
  }

  void register(Map<Operation, Handler> handlers) {
    handlers.put(Operation.COMPUTE_NODE_UPLOAD_BATCH_SERVICE_LOGS, this::upload);
  }

  private Reply upload(Call call) {
    ObjectNode said = bodies.read("UploadBatchServiceLogsConfiguration", call.body());
    Node node = withAgent(core.account().node(call.name("poolId"), call.name("nodeId")));
    String container = said.path("containerUrl").asText();
    if (!URL.matcher(container).matches()) {
      // Not with its value: it may be a SAS.
      throw refused("containerUrl", "The value must be the URL of a container.");
    }
    Instant from = WireTime.time(said.path("startTime").asText()).orElseThrow();
    Optional<Instant> to = WireTime.time(said.path("endTime").asText());
    if (to.filter(from::isAfter).isPresent()) {
      throw refused("endTime", "The end of the time range must not be before its start.");
    }
    String directory = directory(node);
    Map<String, String> blobs = new LinkedHashMap<>();
    core.logs()
        .files(NodeKey.of(node), from, to)
        .forEach((name, text) -> blobs.put(directory + "/" + name, text));
    core.workers().execute(() -> core.runtime().upload(container, blobs));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("virtualDirectoryName", directory).put("numberOfFilesUploaded", blobs.size());
    return () -> new Answer.Entity(json, Optional.empty());
  }

  /** A node on which an agent runs, or did. */
  private static Node withAgent(Node node) {
    return switch (node.state().state()) {
      case CREATING, PREEMPTED -> throw ErrorCode.NODE_BEING_CREATED.error();
      case DEALLOCATING, DEALLOCATED -> throw ErrorCode.OPERATION_INVALID_FOR_STATE.error();
      case STARTING,
          IDLE,
          RUNNING,
          REBOOTING,
          REIMAGING,
          UNUSABLE,
          WAITINGFORSTARTTASK,
          STARTTASKFAILED,
          UNKNOWN,
          LEAVINGPOOL,
          OFFLINE,
          UPGRADINGOS ->
          node;
    };
  }

  /** As the service names it: the account with a number of its own, pool, node, and a new id. */
  private String directory(Node node) {
    String account = core.settings().accountName();
    String number =
        UUID.nameUUIDFromBytes(account.getBytes(StandardCharsets.UTF_8))
            .toString()
            .replace("-", "")
            .substring(0, 16)
            .toUpperCase(Locale.ROOT);
    return "%s-%s/%s/%s/%s"
        .formatted(account, number, node.origin().poolId(), node.id(), UUID.randomUUID());
  }

  private static BatchError refused(String property, String reason) {
    return ErrorCode.INVALID_PROPERTY_VALUE.error(
        Map.of("PropertyName", property, "Reason", reason));
  }
}
