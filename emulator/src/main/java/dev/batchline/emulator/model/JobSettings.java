package dev.batchline.emulator.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a user said about a job.
 *
 * @param document all of it, as it is shown
 * @param maxParallelTasks -1 for any number
 * @param terminateWhenDone whether the job ends when all its tasks are complete
 * @param actOnFailure whether failed tasks trigger the job actions of their exit conditions
 * @param environment of all tasks
 */
public record JobSettings(
    Document document,
    String id,
    int priority,
    int maxParallelTasks,
    boolean dependencies,
    boolean preemptible,
    boolean terminateWhenDone,
    boolean actOnFailure,
    Optional<Duration> wallClock,
    int taskRetries,
    Map<String, String> environment,
    Optional<Preparation> preparation,
    Optional<Release> release,
    Optional<Document> manager,
    Optional<String> poolId,
    Optional<Document> autoPool) {

  /** The task that runs on a node before the job's first task there. */
  public record Preparation(
      String id,
      Document document,
      TaskSettings.Constraints constraints,
      boolean waitForSuccess,
      boolean rerunAfterReboot) {}

  /** The task that runs at the job's end on each node that was prepared. */
  public record Release(String id, Document document, Duration wallClock, Duration retention) {}

  public JobSettings {
    environment = Map.copyOf(environment);
  }

  /**
   * @param job body of a request after {@link Bodies}
   */
  public static JobSettings of(ObjectNode job) {
    return new JobSettings(
        Document.of(job),
        job.path("id").asText(),
        job.path("priority").asInt(),
        job.path("maxParallelTasks").asInt(-1),
        job.path("usesTaskDependencies").asBoolean(),
        job.path("allowTaskPreemption").asBoolean(),
        job.path("onAllTasksComplete").asText().equals("terminatejob"),
        job.path("onTaskFailure").asText().equals("performexitoptionsjobaction"),
        TaskSettings.Constraints.limit(job.at("/constraints/maxWallClockTime").asText()),
        job.at("/constraints/maxTaskRetryCount").asInt(),
        environment(job.path("commonEnvironmentSettings")),
        object(job, "jobPreparationTask").map(JobSettings::preparation),
        object(job, "jobReleaseTask").map(JobSettings::release),
        object(job, "jobManagerTask").map(Document::of),
        Optional.ofNullable(job.at("/poolInfo/poolId").textValue()),
        object(job.path("poolInfo"), "autoPoolSpecification").map(Document::of));
  }

  public String key() {
    return Ids.key(id);
  }

  /** Names and values of a list of environment settings. */
  public static Map<String, String> environment(JsonNode settings) {
    Map<String, String> environment = new LinkedHashMap<>();
    settings.forEach(
        setting -> environment.put(setting.path("name").asText(), setting.path("value").asText()));
    return environment;
  }

  private static Optional<ObjectNode> object(JsonNode parent, String member) {
    return parent.get(member) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
  }

  private static Preparation preparation(ObjectNode task) {
    return new Preparation(
        task.path("id").asText(),
        Document.of(task),
        TaskSettings.Constraints.of(task.path("constraints")),
        task.path("waitForSuccess").asBoolean(),
        task.path("rerunOnNodeRebootAfterSuccess").asBoolean());
  }

  private static Release release(ObjectNode task) {
    return new Release(
        task.path("id").asText(),
        Document.of(task),
        WireTime.duration(task.path("maxWallClockTime").asText()).orElse(Duration.ofMinutes(15)),
        TaskSettings.Constraints.of(task).retention());
  }
}
