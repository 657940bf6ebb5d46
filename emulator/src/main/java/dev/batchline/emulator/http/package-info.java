/** Routes, authentication, JSON, OData, paging and headers; no rules of Batch. */
@NullMarked
package dev.batchline.emulator.http;

import org.jspecify.annotations.NullMarked;
