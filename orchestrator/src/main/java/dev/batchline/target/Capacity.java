package dev.batchline.target;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What computes now.
 *
 * @param nodesByState how many nodes are in each state, by the target's own words, zeros left out
 * @param targetNodes how many are wanted; -1 when not known
 * @param slotsPerNode attempts that one node runs at once
 * @param cores of all nodes together; 0 when not known
 * @param troubles nodes that take no attempts, and won't by themselves
 * @param problems one line each for what keeps nodes away: resize errors, formula errors, start
 *     tasks that fail; they may be stale, so they are shown and not acted upon
 */
public record Capacity(
    Map<String, Integer> nodesByState,
    int targetNodes,
    int slotsPerNode,
    int cores,
    List<NodeTrouble> troubles,
    List<String> problems) {

  public Capacity {
    nodesByState = Map.copyOf(nodesByState);
    troubles = List.copyOf(troubles);
    problems = List.copyOf(problems);
  }

  /** With no node in trouble, of which the cores are not known. */
  public Capacity(
      Map<String, Integer> nodesByState, int targetNodes, int slotsPerNode, List<String> problems) {
    this(nodesByState, targetNodes, slotsPerNode, 0, List.of(), problems);
  }

  /** The same with these problems. */
  public Capacity with(List<String> others) {
    return new Capacity(nodesByState, targetNodes, slotsPerNode, cores, troubles, others);
  }

  /** The same with more nodes in trouble. */
  public Capacity withMore(List<NodeTrouble> others) {
    List<NodeTrouble> all = new ArrayList<>(troubles);
    all.addAll(others);
    return new Capacity(nodesByState, targetNodes, slotsPerNode, cores, all, problems);
  }

  /** Both together, as if they were one; slots are those of this one. */
  public Capacity and(Capacity other) {
    Map<String, Integer> nodes = new LinkedHashMap<>(nodesByState);
    other.nodesByState.forEach((state, count) -> nodes.merge(state, count, Integer::sum));
    int target = targetNodes < 0 || other.targetNodes < 0 ? -1 : targetNodes + other.targetNodes;
    List<String> all = new ArrayList<>(problems);
    all.addAll(other.problems);
    List<NodeTrouble> broken = new ArrayList<>(troubles);
    broken.addAll(other.troubles);
    boolean known = (cores > 0 || nodes() == 0) && (other.cores > 0 || other.nodes() == 0);
    int both = known ? cores + other.cores : 0;
    return new Capacity(nodes, target, slotsPerNode, both, broken, all);
  }

  /** How many nodes compute. */
  public int busy() {
    return nodesByState.getOrDefault("running", 0);
  }

  public int nodes() {
    return nodesByState.values().stream().mapToInt(Integer::intValue).sum();
  }
}
