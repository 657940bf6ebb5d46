/** Azurite and the emulator on this machine: installed, started, found again, stopped. */
@NullMarked
package dev.batchline.cli.local;

import org.jspecify.annotations.NullMarked;
