/** Plays work through an autoscale formula and a scheduler in simulated time. */
@NullMarked
package dev.batchline.autoscale.simulation;

import org.jspecify.annotations.NullMarked;
