package dev.batchline.autoscale.simulation;

import java.util.LinkedHashSet;
import java.util.Set;

/** One node of the simulated pool. */
final class Node {

  enum State {
    BOOTING,
    READY,
    /** Takes no more tasks and goes when the last one ends. */
    LEAVING,
    PREEMPTED,
    GONE
  }

  /** A task on a node; {@code lost} when it was taken off it before its end. */
  static final class Task {
    final WorkQueue.Batch batch;
    boolean lost;

    Task(WorkQueue.Batch batch) {
      this.batch = batch;
    }
  }

  final boolean lowPriority;
  final Set<Task> tasks = new LinkedHashSet<>();
  State state = State.BOOTING;
  int busySlots;

  /** Counts boots: what was planned for an earlier life doesn't concern this one. */
  int life;

  Node(boolean lowPriority) {
    this.lowPriority = lowPriority;
  }

  boolean billed() {
    return state != State.PREEMPTED && state != State.GONE;
  }

  boolean usable() {
    return state == State.READY || state == State.LEAVING;
  }
}
