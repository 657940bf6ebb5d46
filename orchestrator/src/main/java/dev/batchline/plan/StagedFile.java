package dev.batchline.plan;

/**
 * A file as a task finds it: where it lies, and which content it has.
 *
 * @param path relative, with forward slashes, below the directory it is staged into
 * @param sha256 64 lower-case hexadecimal digits; the name of the object in Storage
 * @param size in bytes
 */
public record StagedFile(String path, String sha256, long size) {}
