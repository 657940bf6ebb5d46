/** HTML, Markdown, JUnit XML and JSON about a run. */
@NullMarked
package dev.batchline.report;

import org.jspecify.annotations.NullMarked;
