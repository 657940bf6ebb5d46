package dev.batchline.emulator.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** How pools look in answers, and to filters. */
public final class PoolJson {

  private static final List<String> SIZE_MEMBERS =
      List.of(
          "id",
          "vmSize",
          "displayName",
          "resizeTimeout",
          "targetDedicatedNodes",
          "targetLowPriorityNodes",
          "enableAutoScale",
          "autoScaleFormula",
          "autoScaleEvaluationInterval");

  private PoolJson() {}

  public static ObjectNode render(Pool pool, NodeTargets current, String base) {
    ObjectNode said = pool.settings().document().tree();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", pool.id());
    if (said.has("displayName")) {
      json.set("displayName", said.get("displayName"));
    }
    json.put("url", Urls.pool(base, pool.id()));
    json.put("eTag", pool.stamp().eTag());
    json.put("lastModified", WireTime.text(pool.lastModified()));
    json.put("creationTime", WireTime.text(pool.created()));
    json.put("state", pool.state().state().wire());
    json.put("stateTransitionTime", WireTime.text(pool.state().time()));
    json.put("allocationState", pool.sizing().allocation().state().wire());
    json.put("allocationStateTransitionTime", WireTime.text(pool.sizing().allocation().time()));
    json.put("vmSize", pool.settings().vmSize());
    size(json, pool, current);
    said.remove(SIZE_MEMBERS);
    json.setAll(said);
    boolean empty = current.equals(NodeTargets.NONE);
    if (pool.sizing().settled() && !empty) {
      boolean classic = said.path("targetNodeCommunicationMode").asText().equals("classic");
      json.put("currentNodeCommunicationMode", classic ? "classic" : "simplified");
    }
    return json;
  }

  private static void size(ObjectNode json, Pool pool, NodeTargets current) {
    NodeTargets targets = pool.sizing().targets();
    json.put("resizeTimeout", WireTime.text(pool.sizing().timeout()));
    json.put("currentDedicatedNodes", current.dedicated());
    json.put("targetDedicatedNodes", targets.dedicated());
    json.put("currentLowPriorityNodes", current.lowPriority());
    json.put("targetLowPriorityNodes", targets.lowPriority());
    json.put("enableAutoScale", pool.autoscaling().isPresent());
    pool.autoscaling()
        .ifPresent(
            autoscaling -> {
              json.put("autoScaleFormula", autoscaling.formula());
              json.put("autoScaleEvaluationInterval", WireTime.text(autoscaling.interval()));
              autoscaling.run().ifPresent(run -> json.set("autoScaleRun", render(run)));
            });
    if (!pool.sizing().errors().isEmpty()) {
      ArrayNode errors = json.putArray("resizeErrors");
      pool.sizing()
          .errors()
          .forEach(
              error ->
                  errors.addObject().put("code", error.code()).put("message", error.message()));
    }
  }

  public static ObjectNode render(AutoscaleRun run) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("timestamp", WireTime.text(run.timestamp()));
    json.put("results", run.results());
    run.error()
        .ifPresent(
            error ->
                json.putObject("error")
                    .put("code", error.code())
                    .put("message", error.message())
                    .putArray("values")
                    .addObject()
                    .put("name", "Message")
                    .put("value", error.detail()));
    return json;
  }

  public static Page.Properties properties(Pool pool) {
    return path ->
        switch (path) {
          case "id" -> pool.id();
          case "state" -> pool.state().state().wire();
          case "stateTransitionTime" -> pool.state().time();
          case "allocationState" -> pool.sizing().allocation().state().wire();
          case "allocationStateTransitionTime" -> pool.sizing().allocation().time();
          case "creationTime" -> pool.created();
          case "lastModified" -> pool.lastModified();
          case "enableAutoScale" -> pool.autoscaling().isPresent();
          case "enableInterNodeCommunication" -> pool.settings().interNodeCommunication();
          case "vmSize" -> pool.settings().vmSize();
          default -> null;
        };
  }
}
