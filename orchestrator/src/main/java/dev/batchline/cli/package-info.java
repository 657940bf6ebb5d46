/** Commands, console, exit codes and wiring. */
@NullMarked
package dev.batchline.cli;

import org.jspecify.annotations.NullMarked;
