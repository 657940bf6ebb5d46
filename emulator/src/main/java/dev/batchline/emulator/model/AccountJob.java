package dev.batchline.emulator.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
  }

  private Job job;
  private final JobTasks tasks = new JobTasks();
  private final Map<String, OnNode> nodes = new TreeMap<>();
  private final Map<String, List<Subtask>> subtasks = new HashMap<>();

  public AccountJob(Job job) {
    this.job = job;
  }

  public Job job() {
    return job;
  }

  public void set(Job next) {
    job = next;
  }

  public JobTasks tasks() {
    return tasks;
  }

  /** Of multi-instance tasks, by the task's key. */
  public Map<String, List<Subtask>> subtasks() {
    return subtasks;
  }

  /** By the node's key. */
  public Map<String, OnNode> nodes() {
    return nodes;
  }
}
