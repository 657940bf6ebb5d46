/** What goes wrong on request: kinds of faults, rules about when they strike, and profiles. */
@NullMarked
package dev.batchline.emulator.fault;

import org.jspecify.annotations.NullMarked;
