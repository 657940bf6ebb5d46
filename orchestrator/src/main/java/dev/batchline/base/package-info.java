/** Ids, failures with a blame, retries and time: what every other package stands on. */
@NullMarked
package dev.batchline.base;

import org.jspecify.annotations.NullMarked;
