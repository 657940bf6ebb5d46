package dev.batchline.target;

import java.util.List;
import java.util.Map;

/**
 * What computes now.
 *
 * @param nodesByState how many nodes are in each state, by the target's own words, zeros left out
 * @param targetNodes how many are wanted; -1 when not known
 * @param slotsPerNode attempts that one node runs at once
 * @param problems one line each for what keeps nodes away: resize errors, formula errors, start
 *     tasks that fail; they may be stale, so they are shown and not acted upon
 */
public record Capacity(
    Map<String, Integer> nodesByState, int targetNodes, int slotsPerNode, List<String> problems) {

  public Capacity {
    nodesByState = Map.copyOf(nodesByState);
    problems = List.copyOf(problems);
  }

  public int nodes() {
    return nodesByState.values().stream().mapToInt(Integer::intValue).sum();
  }
}
