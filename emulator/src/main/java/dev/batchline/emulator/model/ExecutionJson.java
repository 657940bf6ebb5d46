package dev.batchline.emulator.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.node.CommandEvent.Failure;
import org.jspecify.annotations.Nullable;

/** How executions look in answers. */
final class ExecutionJson {

  private ExecutionJson() {}

  /** Of a task. */
  static ObjectNode ofTask(Execution execution) {
    ObjectNode json = common(execution);
    retries(json, execution);
    json.put("requeueCount", execution.requeues());
    execution.lastRequeue().ifPresent(time -> json.put("lastRequeueTime", WireTime.text(time)));
    return json;
  }

  /** Of a start, preparation or release task, which has a state of its own. */
  static ObjectNode ofSpecial(Execution execution, boolean withRetries) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("state", execution.ended().isPresent() ? "completed" : "running");
    json.setAll(common(execution));
    if (execution.started().isEmpty()) {
      // The member is required: of what never ran it is the moment at which that was clear.
      execution.ended().ifPresent(at -> json.put("startTime", WireTime.text(at)));
    }
    if (withRetries) {
      retries(json, execution);
    }
    return json;
  }

  static @Nullable Object property(Execution execution, String name) {
    return switch (name) {
      case "startTime" -> execution.started().orElse(null);
      case "endTime" -> execution.ended().orElse(null);
      case "exitCode" ->
          execution.exitCode().isPresent() ? (Object) (long) execution.exitCode().getAsInt() : null;
      case "result" -> result(execution);
      case "state" -> execution.ended().isPresent() ? "completed" : "running";
      default -> null;
    };
  }

  private static @Nullable String result(Execution execution) {
    if (execution.ended().isEmpty()) {
      return null;
    }
    return execution.succeeded() ? "success" : "failure";
  }

  private static ObjectNode common(Execution execution) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    execution.started().ifPresent(time -> json.put("startTime", WireTime.text(time)));
    execution.ended().ifPresent(time -> json.put("endTime", WireTime.text(time)));
    execution.exitCode().ifPresent(code -> json.put("exitCode", code));
    execution.failure().ifPresent(failure -> json.set("failureInfo", failure(failure)));
    String result = result(execution);
    if (result != null) {
      json.put("result", result);
    }
    return json;
  }

  private static void retries(ObjectNode json, Execution execution) {
    json.put("retryCount", execution.retries());
    execution.lastRetry().ifPresent(time -> json.put("lastRetryTime", WireTime.text(time)));
  }

  private static ObjectNode failure(Failure failure) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("category", failure.category());
    json.put("code", failure.code());
    json.put("message", failure.message());
    if (!failure.details().isEmpty()) {
      ArrayNode details = json.putArray("details");
      failure
          .details()
          .forEach(
              detail ->
                  details.addObject().put("name", detail.getKey()).put("value", detail.getValue()));
    }
    return json;
  }
}
