package dev.batchline.storage;

/** How far copying is; how much there is in all isn't known before its end. */
public record CollectProgress(long files, long bytes) {}
