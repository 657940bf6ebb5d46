package dev.batchline.autoscale.simulation;

/**
 * Adds up what nodes cost and did, from the counts that hold between two moments: in whole
 * milliseconds, so that a day of a thousand changes is as exact as one without any.
 *
 * <p>Who changes a count calls {@link #advance} with the time first.
 */
final class Ledger {

  private static final double HOUR = 3_600_000;

  private final NodeModel model;
  private final int slotsPerNode;
  private long last;
  private int mostNodes;
  int preemptions;
  private long busySlots;
  private long usableNodes;
  private long bootingNodes;
  private long dedicatedNodes;
  private long lowPriorityNodes;

  Ledger(NodeModel model, int slotsPerNode) {
    this.model = model;
    this.slotsPerNode = slotsPerNode;
  }

  void advance(long now, Fleet fleet) {
    long passed = now - last;
    last = now;
    busySlots += passed * fleet.busySlots();
    usableNodes += passed * fleet.usableNodes();
    bootingNodes += passed * fleet.bootingNodes();
    dedicatedNodes += passed * fleet.billedDedicated();
    lowPriorityNodes += passed * fleet.billedLowPriority();
    mostNodes = Math.max(mostNodes, fleet.billedDedicated() + fleet.billedLowPriority());
  }

  double idleCoreHours() {
    return (usableNodes * slotsPerNode - busySlots) / (HOUR * slotsPerNode) * model.cores();
  }

  double cost() {
    return dedicatedNodes / HOUR * model.dedicatedPrice()
        + lowPriorityNodes / HOUR * model.lowPriorityPrice();
  }

  Summary.Usage usage() {
    return new Summary.Usage(
        mostNodes,
        preemptions,
        busySlots / (HOUR * slotsPerNode) * model.cores(),
        idleCoreHours(),
        bootingNodes / HOUR * model.cores(),
        cost());
  }
}
