/** The part of Azure Monitor that an orchestrator reads. */
@NullMarked
package dev.batchline.emulator.monitor;

import org.jspecify.annotations.NullMarked;
