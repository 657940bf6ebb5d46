/** Pages for a browser: what is in the account, to look at. */
@NullMarked
package dev.batchline.emulator.page;

import org.jspecify.annotations.NullMarked;
