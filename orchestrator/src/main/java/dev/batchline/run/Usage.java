package dev.batchline.run;

import java.time.Duration;
import java.util.List;

/**
 * What a run used.
 *
 * @param nodeHours nodes times hours, as seen while the run was watched
 * @param coreHours the same times the cores of a node; 0 when these are not known
 * @param taskHours sum over the durations of all attempts
 * @param busiest nodes by how long attempts ran on them, longest first, at most 100
 * @param nodes how many nodes ran at least one attempt
 */
public record Usage(
    double nodeHours, double coreHours, double taskHours, int nodes, List<NodeUse> busiest) {

  public Usage {
    busiest = List.copyOf(busiest);
  }

  /** What one node did; attempts in parallel count each. */
  public record NodeUse(String node, int attempts, Duration busy) {}
}
