/** An account that outlives the emulator: a log of its changes in a directory. */
@NullMarked
package dev.batchline.emulator.state;

import org.jspecify.annotations.NullMarked;
