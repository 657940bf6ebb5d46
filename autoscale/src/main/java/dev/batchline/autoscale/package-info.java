/**
 * The autoscale formula language of Azure Batch.
 *
 * <p>{@link dev.batchline.autoscale.Formula#parse} reads a formula or throws all its mistakes,
 * {@link dev.batchline.autoscale.Formula#warnings} judges it without running it, and {@link
 * dev.batchline.autoscale.Formula#evaluate} runs it under {@link
 * dev.batchline.autoscale.Conditions}: the time, the pool's size and the samples of its metrics.
 * {@link dev.batchline.autoscale.AutoscaleSettings} is what a request says about autoscale.
 *
 * <p>All types are immutable and may be shared by threads. Nothing here reads a clock, a file or a
 * socket: equal conditions give equal evaluations.
 */
@NullMarked
package dev.batchline.autoscale;

import org.jspecify.annotations.NullMarked;
