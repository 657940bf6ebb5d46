/** What a run keeps in Azure Storage, and how it gets there and back. */
@NullMarked
package dev.batchline.storage;

import org.jspecify.annotations.NullMarked;
