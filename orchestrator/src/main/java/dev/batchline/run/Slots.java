package dev.batchline.run;

import dev.batchline.target.Observation;
import java.util.Map;

/**
 * How many tasks run at a time.
 *
 * @param nodes that there are or that come
 * @param coming how many of them are wanted and not there yet
 * @param perNode tasks that each runs
 * @param supply of slots, by what is known of when nodes come
 */
record Slots(int nodes, int coming, double perNode, Supply supply) {

  private Slots(int nodes, int coming, double perNode) {
    this(nodes, coming, perNode, Supply.of(nodes * perNode));
  }

  /**
   * Where tasks wait, those that run fill their nodes: that tells how many slots each takes. Nodes
   * that are wanted count unless something keeps them away.
   */
  static Slots of(Observation seen) {
    Map<String, Integer> nodes = seen.capacity().nodesByState();
    int busy = nodes.getOrDefault("running", 0);
    double perNode =
        seen.waiting() > 0 && seen.running() > 0 && busy > 0
            ? Math.min(seen.capacity().slotsPerNode(), (double) seen.running() / busy)
            : seen.capacity().slotsPerNode();
    int there =
        PoolSentences.USABLE.stream().mapToInt(state -> nodes.getOrDefault(state, 0)).sum()
            + PoolSentences.BOOTING.stream().mapToInt(state -> nodes.getOrDefault(state, 0)).sum();
    int wanted = seen.capacity().problems().isEmpty() ? seen.capacity().targetNodes() : 0;
    int coming = Math.max(0, wanted - there);
    return new Slots(there + coming, coming, perNode);
  }

  /** Of the nodes that the pool wants, whatever keeps them away. */
  static Slots wanted(Observation seen) {
    int wanted = Math.max(0, seen.capacity().targetNodes());
    return new Slots(wanted, wanted, seen.capacity().slotsPerNode());
  }

  Slots of(Supply other) {
    return new Slots(nodes, coming, perNode, other);
  }
}
