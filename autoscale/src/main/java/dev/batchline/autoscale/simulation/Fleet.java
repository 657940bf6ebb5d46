package dev.batchline.autoscale.simulation;

import dev.batchline.autoscale.simulation.Node.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The pool's nodes, with counts of them that cost nothing to ask for. */
final class Fleet {

  private static final Comparator<Node> EASIEST_TO_LOSE =
      Comparator.<Node>comparingInt(
              node ->
                  switch (node.state) {
                    case PREEMPTED, GONE -> 0;
                    case BOOTING -> 1;
                    case READY, LEAVING -> 2;
                  })
          .thenComparingInt(node -> node.busySlots);

  private final int slotsPerNode;
  private final Set<Node> dedicated = new LinkedHashSet<>();
  private final Set<Node> lowPriority = new LinkedHashSet<>();

  /** Ready nodes with a slot to spare: the first is filled before the next is used. */
  private final Set<Node> free = new LinkedHashSet<>();

  private final Map<State, Integer> dedicatedIn = new EnumMap<>(State.class);
  private final Map<State, Integer> lowPriorityIn = new EnumMap<>(State.class);
  private int busySlots;

  Fleet(int slotsPerNode) {
    this.slotsPerNode = slotsPerNode;
  }

  Node add(boolean ofLowPriority) {
    Node node = new Node(ofLowPriority);
    (ofLowPriority ? lowPriority : dedicated).add(node);
    count(node, 1);
    return node;
  }

  void become(Node node, State state) {
    count(node, -1);
    node.state = state;
    count(node, 1);
    if (state == State.GONE) {
      count(node, -1);
      (node.lowPriority ? lowPriority : dedicated).remove(node);
    }
    offer(node);
  }

  private void count(Node node, int more) {
    (node.lowPriority ? lowPriorityIn : dedicatedIn).merge(node.state, more, Integer::sum);
  }

  private void offer(Node node) {
    if (node.state == State.READY && node.busySlots < slotsPerNode) {
      free.add(node);
    } else {
      free.remove(node);
    }
  }

  Optional<Node> withFreeSlots(int slots) {
    return free.stream().filter(node -> node.busySlots + slots <= slotsPerNode).findFirst();
  }

  void occupy(Node node, Node.Task task) {
    node.tasks.add(task);
    changeBusy(node, task.batch.kind().slots());
  }

  void release(Node node, Node.Task task) {
    node.tasks.remove(task);
    changeBusy(node, -task.batch.kind().slots());
  }

  private void changeBusy(Node node, int slots) {
    node.busySlots += slots;
    busySlots += slots;
    offer(node);
  }

  /** Nodes of a kind that are not on their way out. */
  int staying(boolean ofLowPriority) {
    Map<State, Integer> in = ofLowPriority ? lowPriorityIn : dedicatedIn;
    return current(ofLowPriority) - in.getOrDefault(State.LEAVING, 0);
  }

  /** All nodes of a kind, preempted and leaving ones included. */
  int current(boolean ofLowPriority) {
    return (ofLowPriority ? lowPriority : dedicated).size();
  }

  /** Of a kind, those whose loss costs least. */
  List<Node> toRemove(boolean ofLowPriority, int count) {
    List<Node> staying = new ArrayList<>();
    for (Node node : ofLowPriority ? lowPriority : dedicated) {
      if (node.state != State.LEAVING) {
        staying.add(node);
      }
    }
    staying.sort(EASIEST_TO_LOSE);
    return staying.subList(0, Math.min(count, staying.size()));
  }

  int busySlots() {
    return busySlots;
  }

  int usableNodes() {
    return in(State.READY) + in(State.LEAVING);
  }

  int bootingNodes() {
    return in(State.BOOTING);
  }

  int preemptedNodes() {
    return in(State.PREEMPTED);
  }

  int billedDedicated() {
    return dedicated.size();
  }

  int billedLowPriority() {
    return lowPriority.size() - preemptedNodes();
  }

  private int in(State state) {
    return dedicatedIn.getOrDefault(state, 0) + lowPriorityIn.getOrDefault(state, 0);
  }
}
