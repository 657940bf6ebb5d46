/** Directories, files and real processes of a node. */
@NullMarked
package dev.batchline.emulator.node;

import org.jspecify.annotations.NullMarked;
