/** The job file: read, checked, and turned into a {@link dev.batchline.spec.RunSpec}. */
@NullMarked
package dev.batchline.spec;

import org.jspecify.annotations.NullMarked;
