/** What performance is measured with, beside what else a user could pick. */
@NullMarked
package dev.batchline.benchmarks;

import org.jspecify.annotations.NullMarked;
