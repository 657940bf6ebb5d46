package dev.batchline.emulator.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a user said about a task.
 *
 * @param document all of it, as it is shown
 * @param multiInstance whether it has a coordination command, be it on one node alone
 * @param instances of a multi-instance task; 1 for others
 * @param affinityId of the node it would rather run on
 * @param dependsOn nothing, if it depends on none
 * @param exitConditions whether it has any
 * @param jobAccess whether it gets a token with which it may use its job
 * @param container whether it is to run in a container
 */
public record TaskSettings(
    Document document,
    String id,
    int requiredSlots,
    boolean multiInstance,
    int instances,
    Optional<String> affinityId,
    Constraints constraints,
    Optional<DependsOn> dependsOn,
    boolean exitConditions,
    boolean jobAccess,
    boolean container,
    Optional<Manager> manager) {

  /**
   * Limits of a task.
   *
   * @param wallClock nothing, if it may run for ever
   * @param retries after an exit code other than 0; -1 without end
   */
  public record Constraints(Optional<Duration> wallClock, Duration retention, int retries) {

    static Constraints of(JsonNode constraints) {
      return new Constraints(
          limit(constraints.path("maxWallClockTime").asText()),
          WireTime.duration(constraints.path("retentionTime").asText("P7D"))
              .orElse(Duration.ofDays(7)),
          constraints.path("maxTaskRetryCount").asInt());
    }

    /** A limit as a duration; nothing, if it is the service's word for unlimited. */
    public static Optional<Duration> limit(String text) {
      return WireTime.duration(text)
          .filter(limit -> limit.compareTo(WireTime.UNLIMITED) < 0 && !limit.isNegative());
    }
  }

  /** That the task is its job's manager, and what follows for the node it runs on. */
  public record Manager(boolean exclusive, boolean lowPriorityAllowed, boolean killsJob) {}

  /**
   * @param task body of a request after {@link Bodies}, with complete constraints
   */
  public static TaskSettings of(ObjectNode task) {
    return of(task, Optional.empty());
  }

  /** The settings of a job manager, or of another task if there is nothing of a manager. */
  public static TaskSettings of(ObjectNode task, Optional<Manager> manager) {
    return new TaskSettings(
        Document.of(task),
        task.path("id").asText(),
        task.path("requiredSlots").asInt(1),
        task.has("multiInstanceSettings"),
        task.at("/multiInstanceSettings/numberOfInstances").asInt(1),
        Optional.ofNullable(task.at("/affinityInfo/affinityId").textValue()),
        Constraints.of(task.path("constraints")),
        dependencies(task.path("dependsOn")),
        task.has("exitConditions"),
        !task.at("/authenticationTokenSettings/access").isEmpty(),
        task.has("containerSettings"),
        manager);
  }

  public String key() {
    return Ids.key(id);
  }

  public TaskShape shape() {
    return new TaskShape(requiredSlots, instances, multiInstance, manager.isPresent());
  }

  private static Optional<DependsOn> dependencies(JsonNode dependsOn) {
    List<String> keys = new ArrayList<>();
    dependsOn.path("taskIds").forEach(id -> keys.add(Ids.key(id.asText())));
    List<DependsOn.Range> ranges = new ArrayList<>();
    dependsOn
        .path("taskIdRanges")
        .forEach(
            range ->
                ranges.add(
                    new DependsOn.Range(range.path("start").asInt(), range.path("end").asInt())));
    DependsOn all = new DependsOn(keys, ranges);
    return all.isEmpty() ? Optional.empty() : Optional.of(all);
  }
}
