package dev.batchline.autoscale.simulation;

/**
 * Adds up what nodes cost and did, from the counts that hold between two moments.
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
  private double busyCoreHours;
  private double idleCoreHours;
  private double bootCoreHours;
  private double cost;

  Ledger(NodeModel model, int slotsPerNode) {
    this.model = model;
    this.slotsPerNode = slotsPerNode;
  }

  void advance(long now, Fleet fleet) {
    double hours = (now - last) / HOUR;
    last = now;
    double busy = (double) fleet.busySlots() / slotsPerNode;
    busyCoreHours += hours * model.cores() * busy;
    idleCoreHours += hours * model.cores() * (fleet.usableNodes() - busy);
    bootCoreHours += hours * model.cores() * fleet.bootingNodes();
    cost +=
        hours
            * (fleet.billedDedicated() * model.dedicatedPrice()
                + fleet.billedLowPriority() * model.lowPriorityPrice());
    mostNodes = Math.max(mostNodes, fleet.billedDedicated() + fleet.billedLowPriority());
  }

  double idleCoreHours() {
    return idleCoreHours;
  }

  double cost() {
    return cost;
  }

  Summary.Usage usage() {
    return new Summary.Usage(
        mostNodes, preemptions, busyCoreHours, idleCoreHours, bootCoreHours, cost);
  }
}
