package dev.batchline.emulator.state;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.batchline.emulator.model.AccountJob.OnNode;
import dev.batchline.emulator.model.Execution;
import dev.batchline.emulator.model.Job;
import dev.batchline.emulator.model.JobSchedule;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.NodeState;
import dev.batchline.emulator.model.Pool;
import dev.batchline.emulator.model.PoolUsage;
import dev.batchline.emulator.model.Since;
import dev.batchline.emulator.model.Subtask;
import dev.batchline.emulator.model.Task;
import dev.batchline.emulator.model.TaskSettings;
import dev.batchline.emulator.model.TaskState;
import dev.batchline.emulator.model.Transition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is written down about one thing of an account: all of it as it is now, or that it is gone.
 *
 * <p>The last entry about a thing counts, so that repeating entries does no harm. Pools, nodes,
 * jobs and so on are named by their keys. What runs is not written down: after a restart nothing
 * does.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Entry.PoolIs.class, name = "pool"),
  @JsonSubTypes.Type(value = Entry.PoolGone.class, name = "noPool"),
  @JsonSubTypes.Type(value = Entry.NodeIs.class, name = "node"),
  @JsonSubTypes.Type(value = Entry.NodeGone.class, name = "noNode"),
  @JsonSubTypes.Type(value = Entry.JobIs.class, name = "job"),
  @JsonSubTypes.Type(value = Entry.JobGone.class, name = "noJob"),
  @JsonSubTypes.Type(value = Entry.SettingsAre.class, name = "settings"),
  @JsonSubTypes.Type(value = Entry.TaskIs.class, name = "task"),
  @JsonSubTypes.Type(value = Entry.TaskGone.class, name = "noTask"),
  @JsonSubTypes.Type(value = Entry.SubtasksAre.class, name = "subtasks"),
  @JsonSubTypes.Type(value = Entry.JobOnNode.class, name = "onNode"),
  @JsonSubTypes.Type(value = Entry.JobOffNode.class, name = "offNode"),
  @JsonSubTypes.Type(value = Entry.Satisfied.class, name = "satisfied"),
  @JsonSubTypes.Type(value = Entry.ScheduleIs.class, name = "schedule"),
  @JsonSubTypes.Type(value = Entry.ScheduleGone.class, name = "noSchedule"),
  @JsonSubTypes.Type(value = Entry.Used.class, name = "used")
})
sealed interface Entry {

  /**
   * A pool. One with another time of creation than before is another pool, which has no nodes yet.
   *
   * @param numbers that its nodes have been given so far
   * @param usage of nodes that are gone
   */
  record PoolIs(Pool pool, int numbers, PoolUsage usage) implements Entry {}

  record PoolGone(String pool) implements Entry {}

  /** A node, without what runs on it. */
  record NodeIs(
      Node.Origin origin,
      Since<NodeState> state,
      boolean schedulingEnabled,
      Optional<Instant> lastBoot,
      Optional<Execution> startTask,
      int totalRun,
      int totalSucceeded,
      List<Node.Problem> errors)
      implements Entry {

    static NodeIs of(Node node) {
      return new NodeIs(
          node.origin(),
          node.state(),
          node.schedulingEnabled(),
          node.lastBoot(),
          node.startTask(),
          node.load().totalRun(),
          node.load().totalSucceeded(),
          node.errors());
    }
  }

  record NodeGone(String pool, String node) implements Entry {}

  /** A job. One with another time of creation than before is another job, which has no tasks. */
  record JobIs(Job job) implements Entry {}

  record JobGone(String job) implements Entry {}

  /** What a user said about a task. */
  record SettingsAre(String job, TaskSettings settings) implements Entry {}

  /** How a task fares; without its settings, which are long and hardly ever change. */
  record TaskIs(
      String job,
      String task,
      long sequence,
      Instant created,
      Instant lastModified,
      Transition<TaskState> state,
      Execution execution,
      Optional<Task.Placement> placement,
      boolean filesGone)
      implements Entry {

    static TaskIs of(String job, Task task) {
      return new TaskIs(
          job,
          task.key(),
          task.sequence(),
          task.created(),
          task.lastModified(),
          task.state(),
          task.execution(),
          task.placement(),
          task.filesGone());
    }

    Task task(TaskSettings settings) {
      return new Task(
          settings, sequence, created, lastModified, state, execution, placement, filesGone);
    }
  }

  record TaskGone(String job, String task) implements Entry {}

  /** The other instances of a multi-instance task; none if it has none any more. */
  record SubtasksAre(String job, String task, List<Subtask> subtasks) implements Entry {}

  record JobOnNode(String job, OnNode on) implements Entry {}

  record JobOffNode(String job, String node) implements Entry {}

  record Satisfied(String job, String task) implements Entry {}

  record ScheduleIs(JobSchedule schedule) implements Entry {}

  record ScheduleGone(String schedule) implements Entry {}

  record Used(PoolUsage usage) implements Entry {}
}
