package dev.batchline.emulator.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** How tasks look in answers, and to filters. */
public final class TaskJson {

  private TaskJson() {}

  public static ObjectNode render(Task task, String jobId, String base) {
    ObjectNode said = task.settings().document().tree();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", task.id());
    if (said.has("displayName")) {
      json.set("displayName", said.get("displayName"));
    }
    json.put("url", Urls.task(base, jobId, task.id()));
    json.put("eTag", task.stamp().eTag());
    json.put("creationTime", WireTime.text(task.created()));
    json.put("lastModified", WireTime.text(task.lastModified()));
    JobJson.transition(json, task.state());
    said.remove(List.of("id", "displayName"));
    json.setAll(said);
    json.set("executionInfo", ExecutionJson.ofTask(task.execution()));
    if (task.placement().isPresent() || task.is(TaskState.COMPLETED)) {
      json.set("nodeInfo", nodeInfo(task.placement(), base));
    }
    return json;
  }

  /** Where a task ran; empty if it was ended before it ran anywhere. */
  static ObjectNode nodeInfo(Optional<Task.Placement> placement, String base) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    placement.ifPresent(
        on -> {
          String node = Urls.node(base, on.poolId(), on.nodeId());
          json.put("affinityId", "TVM:" + on.nodeId());
          json.put("nodeUrl", node);
          json.put("poolId", on.poolId());
          json.put("nodeId", on.nodeId());
          json.put("taskRootDirectory", on.directory());
          json.put("taskRootDirectoryUrl", node + "/files/" + on.directory());
        });
    return json;
  }

  public static Page.Properties properties(Task task) {
    return path ->
        switch (path) {
          case "id" -> task.id();
          case "state" -> task.state().state().wire();
          case "stateTransitionTime" -> task.state().since();
          case "creationTime" -> task.created();
          case "lastModifiedTime", "lastModified" -> task.lastModified();
          case "executionInfo/startTime",
              "executionInfo/endTime",
              "executionInfo/exitCode",
              "executionInfo/result" ->
              ExecutionJson.property(task.execution(), path.substring("executionInfo/".length()));
          default -> null;
        };
  }
}
