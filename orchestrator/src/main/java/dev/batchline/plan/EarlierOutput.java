package dev.batchline.plan;

/**
 * Outputs of an earlier group that a task reads; they arrive as {@code <group>/<task>/<path>}.
 *
 * @param group the name of the group they come from
 * @param files a glob over the paths of that group's outputs
 */
public record EarlierOutput(String group, String files) {}
