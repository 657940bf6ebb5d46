package dev.batchline.spec;

import java.util.List;

/**
 * The pool that the job file asks for.
 *
 * @param template as the job file names it
 * @param json Azure Batch's own pool JSON, parameters filled in, without an id
 * @param keep whether the pool stays when the run has ended
 * @param taskSlotsPerNode tasks that run on one node at the same time, if each takes one slot
 * @param vmSize Azure's name of the nodes' size
 * @param further pools that attempts may move to; the first of them has number 2
 */
public record PoolSpec(
    String template,
    String json,
    boolean keep,
    int taskSlotsPerNode,
    String vmSize,
    List<PoolSpec> further) {

  public PoolSpec {
    further = List.copyOf(further);
  }

  PoolSpec with(List<PoolSpec> pools) {
    return new PoolSpec(template, json, keep, taskSlotsPerNode, vmSize, pools);
  }
}
