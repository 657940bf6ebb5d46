/** The account: pools, jobs, tasks and nodes, preconditions and errors. */
@NullMarked
package dev.batchline.emulator.model;

import org.jspecify.annotations.NullMarked;
