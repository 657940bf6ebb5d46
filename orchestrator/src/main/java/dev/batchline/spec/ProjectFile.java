package dev.batchline.spec;

import java.nio.file.Path;

/**
 * A file that the job file asks for, and where tasks find it.
 *
 * @param source on this machine
 * @param path relative, with forward slashes, below the directory it is staged into
 */
public record ProjectFile(Path source, String path) {}
