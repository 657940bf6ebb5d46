package dev.batchline.emulator.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** How jobs look in answers, and to filters. */
public final class JobJson {

  private JobJson() {}

  public static ObjectNode render(Job job, String base) {
    ObjectNode said = job.settings().document().tree();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", job.id());
    if (said.has("displayName")) {
      json.set("displayName", said.get("displayName"));
    }
    json.put("url", Urls.job(base, job.id()));
    json.put("eTag", job.stamp().eTag());
    json.put("lastModified", WireTime.text(job.lastModified()));
    json.put("creationTime", WireTime.text(job.created()));
    transition(json, job.state());
    said.remove(List.of("id", "displayName"));
    json.setAll(said);
    ObjectNode execution = json.putObject("executionInfo");
    execution.put("startTime", WireTime.text(started(job)));
    job.outcome().ended().ifPresent(time -> execution.put("endTime", WireTime.text(time)));
    job.poolId().ifPresent(pool -> execution.put("poolId", pool));
    job.outcome()
        .schedulingError()
        .ifPresent(
            error ->
                schedulingError(
                    execution.putObject("schedulingError").put("category", "UserError"), error));
    job.outcome().terminateReason().ifPresent(reason -> execution.put("terminateReason", reason));
    return json;
  }

  private static void schedulingError(ObjectNode json, Job.SchedulingError error) {
    json.put("code", error.code()).put("message", error.message());
    if (!error.details().isEmpty()) {
      ArrayNode details = json.putArray("details");
      error
          .details()
          .forEach((name, value) -> details.addObject().put("name", name).put("value", value));
    }
  }

  /** State, its time, and what was before. */
  static <S extends Enum<S> & Wire> void transition(ObjectNode json, Transition<S> transition) {
    json.put("state", transition.state().wire());
    json.put("stateTransitionTime", WireTime.text(transition.since()));
    transition
        .previous()
        .ifPresent(
            previous ->
                json.put("previousState", previous.state().wire())
                    .put("previousStateTransitionTime", WireTime.text(previous.time())));
  }

  private static Instant started(Job job) {
    return job.created();
  }

  /** Counts of a job's tasks. */
  public static ObjectNode counts(TaskTotals tasks, TaskTotals slots) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("taskCounts", counts(tasks));
    json.set("taskSlotCounts", counts(slots));
    return json;
  }

  private static ObjectNode counts(TaskTotals totals) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("active", totals.active())
        .put("running", totals.running())
        .put("completed", totals.completed())
        .put("succeeded", totals.succeeded())
        .put("failed", totals.failed());
  }

  /** What happened for a job on a node. */
  public static ObjectNode render(Job job, AccountJob.OnNode on, String base) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("poolId", on.poolId());
    json.put("nodeId", on.nodeId());
    String node = Urls.node(base, on.poolId(), on.nodeId());
    json.put("nodeUrl", node);
    job.settings()
        .preparation()
        .ifPresent(
            task ->
                json.set(
                    "jobPreparationTaskExecutionInfo",
                    special(job, task.id(), on.preparation(), node, true)));
    on.release()
        .ifPresent(
            execution ->
                json.set(
                    "jobReleaseTaskExecutionInfo",
                    special(
                        job,
                        job.settings().release().map(JobSettings.Release::id).orElse("jobrelease"),
                        execution,
                        node,
                        false)));
    return json;
  }

  private static ObjectNode special(
      Job job, String taskId, Execution execution, String nodeUrl, boolean retries) {
    ObjectNode json = ExecutionJson.ofSpecial(execution, retries);
    String directory = job.directory() + "/" + taskId;
    json.put("taskRootDirectory", directory);
    json.put("taskRootDirectoryUrl", nodeUrl + "/files/" + directory);
    return json;
  }

  public static Page.Properties properties(AccountJob.OnNode on) {
    return path -> {
      String name = path.substring(path.indexOf('/') + 1);
      if (path.startsWith("jobPreparationTaskExecutionInfo/")) {
        return ExecutionJson.property(on.preparation(), name);
      }
      if (path.startsWith("jobReleaseTaskExecutionInfo/")) {
        return on.release().map(release -> ExecutionJson.property(release, name)).orElse(null);
      }
      return switch (path) {
        case "poolId" -> on.poolId();
        case "nodeId" -> on.nodeId();
        default -> null;
      };
    };
  }

  public static Page.Properties properties(Job job) {
    return path ->
        switch (path) {
          case "id" -> job.id();
          case "state" -> job.state().state().wire();
          case "stateTransitionTime" -> job.state().since();
          case "creationTime" -> job.created();
          case "lastModified" -> job.lastModified();
          case "executionInfo/startTime" -> started(job);
          case "executionInfo/endTime" -> job.outcome().ended().orElse(null);
          case "executionInfo/poolId" -> job.poolId().orElse(null);
          default -> null;
        };
  }
}
