/** Wall clock, paced, or manual. */
@NullMarked
package dev.batchline.emulator.time;

import org.jspecify.annotations.NullMarked;
