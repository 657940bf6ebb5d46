/** What the autoscale commands read and show. */
@NullMarked
package dev.batchline.cli.autoscale;

import org.jspecify.annotations.NullMarked;
