/** Azure Batch on one machine. */
@NullMarked
package dev.batchline.emulator;

import org.jspecify.annotations.NullMarked;
