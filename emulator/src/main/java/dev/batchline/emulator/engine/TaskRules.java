package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.JobSettings;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the service refuses in the description of a task. */
final class TaskRules {

  private static final int LONGEST_DEPENDENCIES = 64_000;

  private TaskRules() {}

  static void check(JobSettings job, ObjectNode task) {
    checkDependencies(job, task.path("dependsOn"));
    checkExitConditions(job, task.path("exitConditions"));
    checkInstances(task);
    int slots = task.path("requiredSlots").asInt(1);
    if (slots < 1) {
      throw ErrorCode.invalidValue(
          "requiredSlots", Integer.toString(slots), "The value must be at least 1.");
    }
  }

  private static void checkInstances(ObjectNode task) {
    if (!task.has("multiInstanceSettings")) {
      return;
    }
    int instances = task.at("/multiInstanceSettings/numberOfInstances").asInt(1);
    if (instances < 1) {
      throw ErrorCode.invalidValue(
          "numberOfInstances", Integer.toString(instances), "The value must be at least 1.");
    }
    if (task.path("requiredSlots").asInt(1) != 1) {
      throw refused("requiredSlots", "A multi-instance task takes one slot of each node.");
    }
  }

  private static void checkDependencies(JobSettings job, JsonNode dependsOn) {
    if (dependsOn.path("taskIds").isEmpty() && dependsOn.path("taskIdRanges").isEmpty()) {
      return;
    }
    if (!job.dependencies()) {
      throw ErrorCode.DEPENDENCIES_NOT_ON_JOB.error();
    }
    int length = 0;
    for (JsonNode id : dependsOn.path("taskIds")) {
      length += id.asText().length();
    }
    if (length > LONGEST_DEPENDENCIES) {
      throw ErrorCode.DEPENDENCY_LIST_TOO_LONG.error();
    }
    for (JsonNode range : dependsOn.path("taskIdRanges")) {
      if (range.path("end").asInt() < range.path("start").asInt()) {
        throw ErrorCode.invalidValue(
            "taskIdRanges", range.toString(), "The end of a range must not be before its start.");
      }
    }
  }

  private static void checkExitConditions(JobSettings job, JsonNode conditions) {
    if (conditions.isMissingNode()) {
      return;
    }
    if (!job.actOnFailure() && !conditions.findValues("jobAction").isEmpty()) {
      throw refused(
          "jobAction", "A job action needs onTaskFailure performexitoptionsjobaction on the job.");
    }
    if (!job.dependencies() && !conditions.findValues("dependencyAction").isEmpty()) {
      throw refused("dependencyAction", "A dependency action needs usesTaskDependencies.");
    }
    Set<Integer> codes = new HashSet<>();
    for (JsonNode mapping : conditions.path("exitCodes")) {
      if (!codes.add(mapping.path("code").asInt())) {
        throw refused("exitCodes", "An exit code must not be mapped twice.");
      }
    }
    for (JsonNode range : conditions.path("exitCodeRanges")) {
      if (range.path("end").asInt() < range.path("start").asInt()) {
        throw refused("exitCodeRanges", "The end of a range must not be before its start.");
      }
    }
  }

  private static BatchError refused(String property, String reason) {
    return ErrorCode.INVALID_PROPERTY_VALUE.error(
        Map.of("PropertyName", property, "Reason", reason));
  }
}
