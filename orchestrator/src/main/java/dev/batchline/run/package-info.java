/** The engine: state, policy, the one loop, the journal. */
@NullMarked
package dev.batchline.run;

import org.jspecify.annotations.NullMarked;
