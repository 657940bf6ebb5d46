/** What runs have left behind: what of it may go, and how it goes. */
@NullMarked
package dev.batchline.cli.clean;

import org.jspecify.annotations.NullMarked;
