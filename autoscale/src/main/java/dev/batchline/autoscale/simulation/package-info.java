/**
 * Plays work through an autoscale formula and a scheduler in simulated time.
 *
 * <p>{@link dev.batchline.autoscale.simulation.Simulation#run} turns a {@link
 * dev.batchline.autoscale.simulation.Scenario} into a {@link
 * dev.batchline.autoscale.simulation.SimulationResult}, which {@link
 * dev.batchline.autoscale.simulation.TerminalChart}, {@link
 * dev.batchline.autoscale.simulation.PointTable} and {@link
 * dev.batchline.autoscale.simulation.SimulationPage} show.
 */
@NullMarked
package dev.batchline.autoscale.simulation;

import org.jspecify.annotations.NullMarked;
