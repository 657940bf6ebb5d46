/** What a person or a pipeline sees while a command works. */
@NullMarked
package dev.batchline.cli.console;

import org.jspecify.annotations.NullMarked;
