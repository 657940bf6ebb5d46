package dev.batchline.plan;

import java.nio.file.Path;

/**
 * A file on this machine that the run needs in Storage.
 *
 * @param sha256 64 lower-case hexadecimal digits of its content when it was planned
 * @param size in bytes when it was planned
 */
public record LocalFile(Path path, String sha256, long size) {}
