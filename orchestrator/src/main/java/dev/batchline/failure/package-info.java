/** What can go wrong with a run, what it means, and what is done: the table, and nothing else. */
@NullMarked
package dev.batchline.failure;

import org.jspecify.annotations.NullMarked;
