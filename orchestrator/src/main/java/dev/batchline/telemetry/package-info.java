/** Series from Azure Monitor and from samples beside each task. */
@NullMarked
package dev.batchline.telemetry;

import org.jspecify.annotations.NullMarked;
