/** The autoscale formula language of Azure Batch. */
@NullMarked
package dev.batchline.autoscale;

import org.jspecify.annotations.NullMarked;
