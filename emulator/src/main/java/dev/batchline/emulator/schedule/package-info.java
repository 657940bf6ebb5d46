/** Who runs where and how many nodes there are; pure. */
@NullMarked
package dev.batchline.emulator.schedule;

import org.jspecify.annotations.NullMarked;
