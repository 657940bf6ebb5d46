package dev.batchline.target;

/**
 * A node that takes no attempts, and won't by itself.
 *
 * @param place number of the plan's pool that it belongs to
 * @param state by the target's own words, as the table of failures has it
 * @param problem what happened to it, one line without secrets
 */
public record NodeTrouble(int place, String node, String state, String problem) {}
