package dev.batchline.emulator.model;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A job with its tasks and what happened for it on each node; changed by the engine alone. */
public final class AccountJob {

  /**
   * How the preparation and the release of a job went on a node.
   *
   * @param preparing whether the preparation task runs
   */
  public record OnNode(
      String poolId,
      String nodeId,
      boolean preparing,
      Execution preparation,
      Optional<Execution> release) {

    /** Whether tasks of the job can run there once more is known, or now. */
    public boolean usable(boolean waitForSuccess) {
      return preparing || preparation.succeeded() || !waitForSuccess;
    }

    public OnNode withRelease(Optional<Execution> next) {
      return new OnNode(poolId, nodeId, preparing, preparation, next);
    }
  }

  private final Consumer<Change> changes;
  private Job job;
  private final JobTasks tasks;
  private final Map<String, OnNode> nodes = new TreeMap<>();
  private final Map<String, List<Subtask>> subtasks = new HashMap<>();

  AccountJob(Job job, Consumer<Change> changes) {
    this.job = job;
    this.changes = changes;
    this.tasks = new JobTasks(job.key(), changes);
  }

  public Job job() {
    return job;
  }

  public void set(Job next) {
    job = next;
    changes.accept(new Change.OfJob(job.key()));
  }

  public JobTasks tasks() {
    return tasks;
  }

  /** Of multi-instance tasks, by the task's key. */
  public Map<String, List<Subtask>> subtasks() {
    return Collections.unmodifiableMap(subtasks);
  }

  public void setSubtasks(String taskKey, List<Subtask> next) {
    subtasks.put(taskKey, List.copyOf(next));
    changes.accept(new Change.OfSubtasks(job.key(), taskKey));
  }

  /** Removes a task with all that is kept of it. */
  public void remove(Task task) {
    tasks.remove(task.key());
    if (subtasks.remove(task.key()) != null) {
      changes.accept(new Change.OfSubtasks(job.key(), task.key()));
    }
  }

  /** By the node's key. */
  public Map<String, OnNode> nodes() {
    return Collections.unmodifiableMap(nodes);
  }

  public void put(OnNode on) {
    nodes.put(Ids.key(on.nodeId()), on);
    changes.accept(new Change.OfJobOnNode(job.key(), Ids.key(on.nodeId())));
  }

  /** Forgets what happened on a node; returns whether there was anything. */
  public boolean forgetNode(String nodeKey) {
    boolean known = nodes.remove(nodeKey) != null;
    if (known) {
      changes.accept(new Change.OfJobOnNode(job.key(), nodeKey));
    }
    return known;
  }
}
