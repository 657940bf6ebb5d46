/** The contract between the engine and a place that computes. */
@NullMarked
package dev.batchline.target;

import org.jspecify.annotations.NullMarked;
