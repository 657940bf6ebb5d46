/** Azure Batch as a target. */
@NullMarked
package dev.batchline.target.azurebatch;

import org.jspecify.annotations.NullMarked;
