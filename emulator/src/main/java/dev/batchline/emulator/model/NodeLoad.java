package dev.batchline.emulator.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What runs and ran on a node.
 *
 * @param running tasks that hold slots, in the order in which they came
 * @param recent last tasks that ended, newest first
 */
public record NodeLoad(
    List<Occupant> running, int totalRun, int totalSucceeded, List<RecentTask> recent) {

  public static final NodeLoad NONE = new NodeLoad(List.of(), 0, 0, List.of());

  /** How many of the tasks that ended are known. */
  public static final int MOST_RECENT = 10;

  /** A task that holds slots. */
  public record Occupant(String jobId, String taskId, int slots) {}

  /** A task that ended here. */
  public record RecentTask(String jobId, String taskId, Execution execution) {}

  public NodeLoad {
    running = List.copyOf(running);
    recent = List.copyOf(recent);
  }

  public int usedSlots() {
    int used = 0;
    for (Occupant occupant : running) {
      used += occupant.slots();
    }
    return used;
  }

  public NodeLoad with(Occupant occupant) {
    List<Occupant> next = new ArrayList<>(running);
    next.add(occupant);
    return new NodeLoad(next, totalRun, totalSucceeded, recent);
  }

  /** Without a task that is requeued or lost. */
  public NodeLoad without(Occupant occupant) {
    List<Occupant> next = new ArrayList<>(running);
    next.remove(occupant);
    return new NodeLoad(next, totalRun, totalSucceeded, recent);
  }

  /** With a task that ended. */
  public NodeLoad ended(Occupant occupant, Execution execution) {
    List<RecentTask> tasks = new ArrayList<>();
    tasks.add(new RecentTask(occupant.jobId(), occupant.taskId(), execution));
    tasks.addAll(recent.subList(0, Math.min(recent.size(), MOST_RECENT - 1)));
    NodeLoad left = without(occupant);
    return new NodeLoad(
        left.running, totalRun + 1, totalSucceeded + (execution.succeeded() ? 1 : 0), tasks);
  }
}
