package dev.batchline.emulator.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How nodes look in answers, and to filters. */
public final class NodeJson {

  /** What the latest version of every image is; the marketplace isn't asked. */
  private static final String NEWEST_IMAGE = "1.0.0";

  private NodeJson() {}

  public static ObjectNode render(Node node, Pool pool, String base) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", node.id());
    json.put("url", Urls.node(base, node.origin().poolId(), node.id()));
    json.put("state", node.state().state().wire());
    json.put("schedulingState", node.schedulingEnabled() ? "enabled" : "disabled");
    json.put("stateTransitionTime", WireTime.text(node.state().time()));
    node.lastBoot().ifPresent(time -> json.put("lastBootTime", WireTime.text(time)));
    json.put("allocationTime", WireTime.text(node.origin().allocated()));
    json.put("ipAddress", node.origin().ipAddress());
    json.put("affinityId", node.affinityId());
    json.put("vmSize", node.origin().vmSize());
    load(json, node, base);
    startTask(json, node, pool);
    if (!node.errors().isEmpty()) {
      ArrayNode errors = json.putArray("errors");
      node.errors()
          .forEach(
              error ->
                  errors.addObject().put("code", error.code()).put("message", error.message()));
    }
    json.put("isDedicated", node.dedicated());
    json.putObject("endpointConfiguration")
        .set("inboundEndpoints", NodeEndpoints.render(node, pool));
    node.lastBoot()
        .ifPresent(
            time ->
                json.putObject("nodeAgentInfo")
                    .put("version", "1.12.2")
                    .put("lastUpdateTime", WireTime.text(time)));
    image(json, pool);
    return json;
  }

  private static void load(ObjectNode json, Node node, String base) {
    NodeLoad load = node.load();
    json.put("totalTasksRun", load.totalRun());
    json.put("totalTasksSucceeded", load.totalSucceeded());
    json.put("runningTasksCount", load.running().size());
    json.put("runningTaskSlotsCount", load.usedSlots());
    if (load.recent().isEmpty()) {
      return;
    }
    ArrayNode recent = json.putArray("recentTasks");
    for (NodeLoad.RecentTask task : load.recent()) {
      recent
          .addObject()
          .put("taskUrl", Urls.task(base, task.jobId(), task.taskId()))
          .put("jobId", task.jobId())
          .put("taskId", task.taskId())
          .put("taskState", "completed")
          .set("executionInfo", ExecutionJson.ofTask(task.execution()));
    }
  }

  private static void startTask(ObjectNode json, Node node, Pool pool) {
    pool.settings().startTask().ifPresent(start -> json.set("startTask", start.document().tree()));
    node.startTask()
        .ifPresent(
            execution -> json.set("startTaskInfo", ExecutionJson.ofSpecial(execution, true)));
    if (node.lastBoot().isPresent()) {
      json.putArray("certificateReferences");
    }
  }

  private static void image(ObjectNode json, Pool pool) {
    if (pool.settings().document().tree().at("/virtualMachineConfiguration/imageReference")
        instanceof ObjectNode image) {
      ObjectNode exact = image.deepCopy();
      if (image.has("version")) {
        String version = image.path("version").asText();
        exact.put("exactVersion", version.equals("latest") ? NEWEST_IMAGE : version);
      }
      json.putObject("virtualMachineInfo").set("imageReference", exact);
    }
  }

  public static Page.Properties properties(Node node) {
    return path ->
        switch (path) {
          case "id" -> node.id();
          case "state" -> node.state().state().wire();
          case "stateTransitionTime" -> node.state().time();
          case "lastBootTime" -> node.lastBoot().orElse(null);
          case "allocationTime" -> node.origin().allocated();
          case "startTaskInfo/state",
              "startTaskInfo/result",
              "startTaskInfo/exitCode",
              "startTaskInfo/startTime",
              "startTaskInfo/endTime" ->
              node.startTask()
                  .map(one -> ExecutionJson.property(one, path.substring(path.indexOf('/') + 1)))
                  .orElse(null);
          default -> null;
        };
  }
}
