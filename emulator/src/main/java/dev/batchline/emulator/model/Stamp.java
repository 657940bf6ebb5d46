package dev.batchline.emulator.model;

import java.time.Instant;

/** What conditional headers compare: a resource's ETag (unquoted) and time of last change. */
public record Stamp(String eTag, Instant lastModified) {}
