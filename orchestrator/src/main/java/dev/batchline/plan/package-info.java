/** What a run will do, worked out before anything is created; pure. */
@NullMarked
package dev.batchline.plan;

import org.jspecify.annotations.NullMarked;
