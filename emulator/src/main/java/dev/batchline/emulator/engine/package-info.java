/** The engine: one thread that owns the account and does what calls, time and commands ask for. */
@NullMarked
package dev.batchline.emulator.engine;

import org.jspecify.annotations.NullMarked;
