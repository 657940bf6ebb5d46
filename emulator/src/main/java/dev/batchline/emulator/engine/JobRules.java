package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.Job;
import dev.batchline.emulator.model.JobState;
import dev.batchline.emulator.model.WireTime;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the service refuses in the description of a job. */
final class JobRules {

  private static final int LARGEST_PRIORITY = 1000;
  private static final Duration LONGEST_RELEASE = Duration.ofMinutes(15);

  private JobRules() {}

  /** Spells a job as the service shows it: its manager, and the pool that it has of its own. */
  static void complete(ObjectNode job) {
    if (job.at("/jobManagerTask/constraints") instanceof ObjectNode constraints
        && !constraints.has("maxTaskRetryCount")) {
      constraints.put("maxTaskRetryCount", job.at("/constraints/maxTaskRetryCount").asInt());
    }
    if (job.at("/poolInfo/autoPoolSpecification/pool") instanceof ObjectNode pool) {
      pool.put("vmSize", pool.path("vmSize").asText().toLowerCase(Locale.ROOT));
      MachineDefaults.complete(pool);
      if (!pool.path("enableAutoScale").asBoolean()) {
        for (String target : List.of("targetDedicatedNodes", "targetLowPriorityNodes")) {
          pool.put(target, pool.path(target).asInt());
        }
      }
    }
  }

  static void check(ObjectNode job) {
    int priority = job.path("priority").asInt();
    if (Math.abs(priority) > LARGEST_PRIORITY) {
      throw ErrorCode.invalidValue(
          "priority", Integer.toString(priority), "The value must be from -1000 to 1000.");
    }
    int parallel = job.path("maxParallelTasks").asInt(-1);
    if (parallel != -1 && parallel < 1) {
      throw ErrorCode.invalidValue(
          "maxParallelTasks", Integer.toString(parallel), "The value must be -1 or at least 1.");
    }
    boolean pool = job.path("poolInfo").has("poolId");
    if (pool == job.path("poolInfo").has("autoPoolSpecification")) {
      throw ErrorCode.invalidValue(
          "poolInfo", "", "Exactly one of poolId and autoPoolSpecification must be specified.");
    }
    JsonNode autoPool = job.at("/poolInfo/autoPoolSpecification");
    if (autoPool.isObject() && !autoPool.has("pool")) {
      throw ErrorCode.MISSING_REQUIRED_PROPERTY.error(Map.of("PropertyName", "pool"));
    }
    checkRelease(job);
  }

  /** A pool can't live as long as the job schedule of a job that has none. */
  static void checkLifetime(ObjectNode job) {
    String lifetime = job.at("/poolInfo/autoPoolSpecification/poolLifetimeOption").asText();
    if (lifetime.equals("jobschedule")) {
      throw ErrorCode.invalidValue(
          "poolLifetimeOption", lifetime, "The value is for the jobs of job schedules only.");
    }
  }

  private static void checkRelease(ObjectNode job) {
    if (!job.has("jobReleaseTask")) {
      return;
    }
    if (!job.has("jobPreparationTask")) {
      throw ErrorCode.INVALID_PROPERTY_VALUE.error(
          Map.of(
              "PropertyName",
              "jobReleaseTask",
              "Reason",
              "A job release task needs a job preparation task."));
    }
    String preparation = job.at("/jobPreparationTask/id").asText();
    if (preparation.equalsIgnoreCase(job.at("/jobReleaseTask/id").asText())) {
      throw ErrorCode.TASK_ID_OF_PREPARATION.error();
    }
    String limit = job.at("/jobReleaseTask/maxWallClockTime").asText();
    if (WireTime.duration(limit).filter(one -> one.compareTo(LONGEST_RELEASE) > 0).isPresent()) {
      throw ErrorCode.invalidValue(
          "maxWallClockTime", limit, "The value must be at most 15 minutes.");
    }
  }

  /** Whether the pool would be another one; that it is kept alive or not makes no difference. */
  private static boolean moves(Job job, ObjectNode changes) {
    ObjectNode before = job.settings().document().tree().withObject("/poolInfo");
    ObjectNode after = changes.withObject("/poolInfo").deepCopy();
    if (before.has("poolId") && after.has("poolId")) {
      return !before.path("poolId").asText().equalsIgnoreCase(after.path("poolId").asText());
    }
    for (ObjectNode one : List.of(before, after)) {
      if (one.get("autoPoolSpecification") instanceof ObjectNode specification) {
        specification.remove("keepAlive");
      }
    }
    return !before.equals(after);
  }

  /** What may not be changed, or not in the job's present state. */
  static void checkChange(Job job, ObjectNode changes) {
    if (job.settings().terminateWhenDone()
        && changes.path("onAllTasksComplete").asText().equals("noaction")) {
      throw ErrorCode.invalidValue(
          "onAllTasksComplete", "noaction", "The value can't be changed from terminatejob.");
    }
    if (changes.has("poolInfo") && !job.is(JobState.DISABLED) && moves(job, changes)) {
      throw ErrorCode.OPERATION_INVALID_FOR_STATE.error();
    }
  }
}
