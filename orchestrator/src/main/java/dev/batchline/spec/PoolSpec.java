package dev.batchline.spec;

/**
 * The pool that the job file asks for.
 *
 * @param template as the job file names it
 * @param json Azure Batch's own pool JSON, parameters filled in, without an id
 * @param keep whether the pool stays when the run has ended
 * @param taskSlotsPerNode tasks that run on one node at the same time, if each takes one slot
 * @param vmSize Azure's name of the nodes' size
 */
public record PoolSpec(
    String template, String json, boolean keep, int taskSlotsPerNode, String vmSize) {}
