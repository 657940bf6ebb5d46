package dev.batchline.emulator.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/** One instance of a multi-instance task besides the primary one; they count from 1. */
public record Subtask(
    int id, Task.Placement placement, Transition<TaskState> state, Execution execution) {

  public Subtask to(TaskState next, Instant at, Execution how) {
    return new Subtask(id, placement, state.to(next, at), how);
  }

  public ObjectNode render(String base) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id);
    json.set("nodeInfo", TaskJson.nodeInfo(Optional.of(placement), base));
    JobJson.transition(json, state);
    ObjectNode how = ExecutionJson.ofTask(execution);
    how.remove("retryCount");
    how.remove("requeueCount");
    json.setAll(how);
    return json;
  }
}
