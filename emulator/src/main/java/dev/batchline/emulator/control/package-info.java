/** Faults on request. */
@NullMarked
package dev.batchline.emulator.control;

import org.jspecify.annotations.NullMarked;
