package dev.batchline.emulator.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A task of a job.
 *
 * @param sequence in which the tasks of a job were added, and are run
 * @param placement the node it was put on last
 * @param filesGone whether its retention time has passed
 */
public record Task(
    TaskSettings settings,
    long sequence,
    Instant created,
    Instant lastModified,
    Transition<TaskState> state,
    Execution execution,
    Optional<Placement> placement,
    boolean filesGone) {

  /**
   * Where a task runs or ran.
   *
   * @param directory below the node's root, such as {@code workitems/job/job-1/task}
   * @param otherNodes of a multi-instance task
   */
  public record Placement(String poolId, String nodeId, String directory, List<String> otherNodes) {

    /** All nodes, the first instance's first. */
    public List<String> nodes() {
      List<String> nodes = new ArrayList<>();
      nodes.add(nodeId);
      nodes.addAll(otherNodes);
      return nodes;
    }
  }

  public String id() {
    return settings.id();
  }

  public String key() {
    return settings.key();
  }

  public boolean is(TaskState one) {
    return state.is(one);
  }

  /** Whether it holds slots of a node. */
  public boolean placed() {
    return is(TaskState.PREPARING) || is(TaskState.RUNNING);
  }

  public Stamp stamp() {
    return Stamp.at(lastModified);
  }

  public Task modified(Instant at) {
    return new Task(settings, sequence, created, at, state, execution, placement, filesGone);
  }

  public Task withSettings(TaskSettings next) {
    return new Task(next, sequence, created, lastModified, state, execution, placement, filesGone);
  }

  public Task to(TaskState next, Instant at) {
    return new Task(
        settings,
        sequence,
        created,
        lastModified,
        state.to(next, at),
        execution,
        placement,
        filesGone);
  }

  public Task withExecution(Execution next) {
    return new Task(settings, sequence, created, lastModified, state, next, placement, filesGone);
  }

  public Task withPlacement(Optional<Placement> next) {
    return new Task(settings, sequence, created, lastModified, state, execution, next, false);
  }

  public Task withoutFiles() {
    return new Task(settings, sequence, created, lastModified, state, execution, placement, true);
  }
}
