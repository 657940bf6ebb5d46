/** OData as far as Batch speaks it: $filter, $select and tokens of pages. */
@NullMarked
package dev.batchline.emulator.http.odata;

import org.jspecify.annotations.NullMarked;
