package dev.batchline.target;

import dev.batchline.base.RunId;

/**
 * A run that made outputs of a group.
 *
 * @param number of it in the list of sources that lies beside the run's outputs; 0 for the run
 *     itself
 */
public record OutputSource(int number, RunId run) {}
