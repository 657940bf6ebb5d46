package dev.batchline.storage;

import java.time.Instant;
import java.util.Optional;

/**
 * A file in the run's own container.
 *
 * @param name with its prefix, such as {@code output/simulate-1/pnl.csv}
 * @param md5 of its content as hexadecimal digits, if Storage knows it
 */
public record StoredFile(String name, long size, Instant modified, Optional<String> md5) {}
