package dev.batchline.plan;

/**
 * The pool a run wants.
 *
 * @param template name or path of the template it was made from, for people
 * @param json Azure Batch's own pool JSON (PoolAddParameter), parameters filled in, without an id
 * @param keep whether the pool stays when the run has ended
 * @param cores of one node, by its VM size; 0 when the size is not known
 */
public record PlannedPool(String template, String json, boolean keep, int cores) {}
